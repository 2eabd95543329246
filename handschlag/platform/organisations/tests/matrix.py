from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus
from itertools import product

from handschlag.core.actor import Actor, ActorKind, Scope, system_actor
from handschlag.core.isolation import acting
from handschlag.core.rules import holds_link
from handschlag.core.tests.matrix.answers import Answers, Inputs, News, Reach
from handschlag.core.tests.matrix.planted import Planted
from handschlag.core.tests.matrix.scene import Scene
from handschlag.core.tests.matrix.visitors import Visitor
from handschlag.platform.organisations.events import AccessChanged, MemberAdded
from handschlag.platform.organisations.models import Membership, Organisation, Role, Site
from handschlag.platform.organisations.queries import (
    assignable_roles,
    colleagues_of,
    managed_memberships,
    membership_for,
    memberships_everywhere,
    organisations_everywhere,
    own_membership,
    people_of,
    sites_of,
)
from handschlag.platform.organisations.rules import (
    LOOK_UP,
    MANAGE_MEMBERS,
    looks_up,
    manages_colleagues,
    runs_the_portal,
)

BY = system_actor("test")


def organisation(world: Planted) -> dict[str, str]:
    return {"organisation": world.organisation.public_id}


def choose(visitor: Visitor) -> int:
    """Whoever acts for one organisation alone has nothing to choose."""
    return 302 if len(visitor.companies) == 1 else 200


def other_member(world: Planted) -> dict[str, str]:
    return {"public_id": world.row("organisations.Membership").public_id}


def is_managed(visitor: Visitor, world: Planted) -> bool:
    return manages(visitor.actor, world)


def manages(actor: Actor, world: Planted) -> bool:
    is_theirs = actor.organisation_id == world.organisation.pk
    is_about_another = actor.person_id != world.person.pk
    return is_theirs and is_about_another and MANAGE_MEMBERS in actor.rights


ROUTES = {
    "organisations:choose": Answers(status={"GET": choose, "HEAD": choose}),
    "organisations:switch": Answers(
        data=organisation, reach=Reach.ORGANISATION, status={"POST": 302}
    ),
    "organisations:start_with": Answers(
        data=organisation, reach=Reach.MEMBERSHIP, status={"POST": 302}
    ),
    "organisations:colleagues": Answers(shows=""),
    "organisations:colleague": Answers(kwargs=other_member, reach=is_managed, shows=""),
    "organisations:access": Answers(
        kwargs=other_member,
        reach=is_managed,
        shows="",
        status=dict.fromkeys(("GET", "HEAD", "POST"), 200),
    ),
}
ROUTES["organisations:resume"] = Answers(
    kwargs=other_member,
    reach=is_managed,
    shows="",
    status=dict.fromkeys(("GET", "HEAD", "POST"), 302),
)
ROUTES["organisations:invite"] = Answers(shows="", status={"POST": 200})
ROUTES["organisations:invite_again"] = ROUTES["organisations:resume"]
ROUTES["organisations:invitation"] = Answers(
    status=dict.fromkeys(("GET", "HEAD", "POST"), HTTPStatus.GONE)
)
for name in ("suspend", "remove", "withdraw"):
    ROUTES[f"organisations:{name}"] = Answers(
        kwargs=other_member, reach=is_managed, shows="", status={"POST": 302}
    )


def member(world: Planted) -> dict[str, int]:
    return {"membership_id": world.row("organisations.Membership").pk}


def administrator(world: Planted) -> dict[str, int]:
    return {"membership_id": world.company.administrators[0]}


def is_managed_by(visitor: Visitor, world: Planted) -> bool:
    is_theirs = visitor.actor.organisation_id == world.organisation.pk
    return is_theirs or visitor.actor.kind in {ActorKind.STAFF, ActorKind.JOB}


def removed(world: Planted) -> dict[str, int]:
    return {"membership_id": world.company.removed}


def suspended(world: Planted) -> dict[str, int]:
    return {"membership_id": world.company.suspended}


def by_nobody(visitor: Visitor, world: Planted) -> bool:
    return False


def if_the_last(world: Planted) -> str | None:
    return "LastAdministrator" if len(world.company.administrators) == 1 else None


def is_own(visitor: Visitor, world: Planted) -> bool:
    return visitor.actor.person_id == world.person.pk


ENDING = (Inputs(member, is_managed_by), Inputs(administrator, is_managed_by, if_the_last))
VERBS = {
    "organisations.suspend_membership": ENDING,
    "organisations.remove_membership": ENDING,
    "organisations.resume_membership": (
        Inputs(suspended, is_managed_by),
        Inputs(removed, by_nobody),
    ),
    "organisations.make_default": (Inputs(member, is_own),),
}


def added(world: Planted) -> tuple[MemberAdded]:
    return (MemberAdded(person_id=world.person.pk, role_ids=[], scope="company"),)


def changed(world: Planted) -> tuple[AccessChanged]:
    return (AccessChanged(person_id=world.person.pk, role_ids=[], scope="company", site_ids=[]),)


def acts_by_it_or_manages(actor: Actor, world: Planted) -> bool:
    """The same entry tells those who manage it by the other topic."""
    is_own = actor.membership_id == world.row("organisations.Membership").pk
    return is_own or manages(actor, world)


NEWS = {
    "organisations.access": News("organisations.membership", added, manages),
    "organisations.own_access": News("organisations.membership", changed, acts_by_it_or_manages),
}


def people(scene: Scene) -> Iterator[tuple[object, object]]:
    """Members of the organisation, the planted ones too, and those above it who reach down."""
    standings = [actor for visitor in scene.visitors for actor in visitor.standings]
    for world in scene.worlds:
        at_home = {w.person.pk for w in scene.worlds if w.organisation.pk == world.organisation.pk}
        here = {a.person_id for a in standings if a.organisation_id == world.organisation.pk}
        with acting(BY):
            yield set(people_of(world.organisation.pk)), at_home | here


def managed(scene: Scene) -> Iterator[tuple[object, object]]:
    """By how far the right reaches, of somebody who is trusted with a site and with none."""
    with acting(BY):
        members = list(Membership.objects.prefetch_related("site_links"))
    for world in scene.worlds:
        by = Actor(
            kind=ActorKind.PERSON,
            person_id=world.person.pk,
            organisation_id=world.organisation.pk,
        )
        for scope, sites in product([*Scope, None], [{world.site.pk}, set()]):
            rights = {MANAGE_MEMBERS: scope} if scope else {}
            by = replace(by, rights=rights, site_ids=frozenset(sites))
            with acting(BY):
                found = set(managed_memberships(by))
            yield found, {member for member in members if is_in_reach(by, member)}


def around(scene: Scene) -> Iterator[tuple[object, object]]:
    """Whom somebody manages and is not gone, and the sites and roles that they can choose from."""
    with acting(BY):
        members = list(Membership.objects.prefetch_related("site_links"))
        sites, roles = list(Site.objects.all()), list(Role.objects.all())
    for world in scene.worlds:
        for scope, trusted in product(Scope, [{world.site.pk}, set()]):
            by = Actor(
                kind=ActorKind.PERSON,
                person_id=world.person.pk,
                membership_id=world.row("organisations.Membership").pk,
                organisation_id=world.organisation.pk,
                rights={MANAGE_MEMBERS: scope},
                site_ids=frozenset(trusted),
            )
            is_here = world.organisation.pk
            with acting(BY):
                found = [set(f(by)) for f in (colleagues_of, sites_of, assignable_roles)]
                found.append({row.pk for row in own_membership(by)})
            yield (
                found,
                [
                    {m for m in members if is_in_reach(by, m) and m.state != "removed"},
                    {s for s in sites if s.organisation_id == is_here}
                    & {s for s in sites if scope is not Scope.SITE or s.pk in trusted},
                    {
                        role
                        for role in roles
                        if role.organisation_id in {None, is_here} and role.customer_assignable
                    },
                    {by.membership_id},
                ],
            )


def is_in_reach(by: Actor, member: Membership) -> bool:
    if member.organisation_id != by.organisation_id or member.person_id == by.person_id:
        return False
    if by.scope_of(MANAGE_MEMBERS) is Scope.SITE:
        places = {link.site_id for link in member.site_links.all()}
        return member.scope == Scope.SITE and places <= by.site_ids
    return by.scope_of(MANAGE_MEMBERS) in {Scope.COMPANY, Scope.SUBTREE}


def rules_of_the_desk(scene: Scene) -> Iterator[tuple[object, object]]:
    """Rights at the desk are for staff who hold them, and for nobody who is no staff."""
    yield (looks_up.test(BY), runs_the_portal.test(BY)), (False, True)
    for visitor in scene.visitors:
        by = visitor.actor
        is_staff = by.kind is ActorKind.STAFF
        yield looks_up.test(by), is_staff and LOOK_UP in by.rights
        yield runs_the_portal.test(by), is_staff and MANAGE_MEMBERS in by.rights
        yield manages_colleagues.test(by), visitor.is_placed and MANAGE_MEMBERS in by.rights
        outside = replace(by, kind=ActorKind.PERSON)
        yield (looks_up.test(outside), runs_the_portal.test(outside)), (False, False)
        yield holds_link.test(by), False
        yield holds_link.test(replace(by, kind=ActorKind.LINK)), True


def everywhere(scene: Scene) -> Iterator[tuple[object, object]]:
    """All organisations and who acts for them, for staff who look them up and for nobody else."""
    with acting(BY):
        states = Membership.objects.values_list("pk", "state")
        members = {pk for pk, state in states if state != Membership.State.REMOVED}
        organisations = set(Organisation.objects.values_list("pk", flat=True))
    for visitor in scene.visitors:
        by = visitor.actor
        is_theirs = by.kind is ActorKind.STAFF and LOOK_UP in by.rights
        with acting(by):
            found = set(organisations_everywhere(by).values_list("pk", flat=True))
            acting_there = set(memberships_everywhere(by).values_list("pk", flat=True))
        yield (found, acting_there), (organisations, members) if is_theirs else (set(), set())


def reachable(scene: Scene) -> Iterator[tuple[object, object]]:
    """Whom an action can still be about: nobody who has been removed."""
    for world in scene.worlds:
        company = world.company
        for number, is_there in ((company.suspended, True), (company.removed, False)):
            with acting(BY):
                try:
                    found = membership_for(BY, number).pk == number
                except Membership.DoesNotExist:
                    found = False
            yield found, is_there


QUESTIONS = {
    "organisations.membership_for": reachable,
    "organisations.everywhere": everywhere,
    "organisations.rules": rules_of_the_desk,
    "organisations.people_of": people,
    "organisations.managed_memberships": managed,
    "organisations.around": around,
}
