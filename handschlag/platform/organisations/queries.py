from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from django.db.models import (
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Concat
from django.shortcuts import get_object_or_404
from django.utils import timezone

from handschlag.core.actor import Actor, Scope
from handschlag.core.prepared import fetched
from handschlag.platform.organisations.models import (
    Membership,
    MembershipSite,
    Organisation,
    Role,
    RoleRight,
    Site,
)
from handschlag.platform.organisations.rules import MANAGE_MEMBERS, looks_up, runs_the_portal
from handschlag.platform.organisations.standing import (
    GRANTED,
    PLACES,
    REQUIRES_FACTOR,
    Standing,
    effective_rights,
)


def standings_of(
    person_id: int, admitted: Callable[..., QuerySet[Organisation]], *values: int
) -> list[Standing]:
    """Where the person may act now: memberships in force, in organisations `admitted(*values)`.

    A membership with the scope `subtree` also opens the organisations below its own, with
    the rights that reach so far.
    """
    standings: dict[int, Standing] = {}
    members = fetched(
        lambda person, now, *values: _memberships(person, now, admitted(*values)),
        person_id,
        timezone.now(),
        *values,
        shape=admitted,
    )
    for membership in members:
        rights = effective_rights(membership.granted, Scope(membership.scope))
        if membership.is_admitted:
            standings[membership.organisation_id] = _standing(
                membership, membership.organisation, rights
            )
        if membership.scope != Scope.SUBTREE:
            continue
        for organisation in _below(membership, admitted(*values)):
            reaching = {right: reach for right, reach in rights.items() if reach == Scope.SUBTREE}
            standings.setdefault(organisation.pk, _standing(membership, organisation, reaching))
    return sorted(standings.values(), key=lambda standing: standing.organisation.name.casefold())


def active_standing(standings: list[Standing], chosen: object) -> Standing | None:
    """The one chosen last, else the person's default, else the first."""
    for standing in standings:
        if standing.organisation.pk == chosen:
            return standing
    return next((s for s in standings if s.is_default), standings[0] if standings else None)


def standing_as(by: Actor, standing: Standing) -> Actor:
    """The actor `by` in one of their standings."""
    return replace(
        by,
        membership_id=standing.membership_id,
        organisation_id=standing.organisation.pk,
        rights=MappingProxyType(standing.rights),
        site_ids=standing.site_ids,
        uses=frozenset(standing.organisation.uses),
    )


def rights_of_staff(person_id: int) -> tuple[dict[str, Scope], bool]:
    """What the roles of a member of staff let them do, and whether that takes a second step."""
    granted = RoleRight.objects.filter(role__staff=person_id)
    text = Concat("right", Value(":"), F("scope"))
    rows = list(granted.values_list(text, "role__requires_factor"))
    rights = effective_rights((text for text, _ in rows), Scope.SUBTREE)
    return rights, any(requires for _, requires in rows)


def _memberships(
    person_id: int, now: datetime, admitted: QuerySet[Organisation]
) -> QuerySet[Membership]:
    return (
        Membership.objects.in_force(now)
        .filter(person_id=person_id)
        .annotate(  # type: ignore[no-redef]
            is_admitted=Exists(admitted.filter(pk=OuterRef("organisation"))),
            granted=GRANTED,
            places=PLACES,
            requires_factor=REQUIRES_FACTOR,
        )
        .select_related("organisation__contact_person")
    )


def _below(membership: Membership, admitted: QuerySet[Organisation]) -> QuerySet[Organisation]:
    return admitted.filter(lineage__contains=membership.organisation_id).select_related(
        "contact_person"
    )


def _standing(
    membership: Membership, organisation: Organisation, rights: Mapping[str, Scope]
) -> Standing:
    is_below = organisation.pk != membership.organisation_id
    return Standing(
        membership_id=membership.pk,
        organisation=organisation,
        rights=rights,
        site_ids=frozenset(membership.places),
        is_default=membership.is_default and not is_below,
        is_below=is_below,
        requires_factor=membership.requires_factor,
    )


def people_of(organisation_id: int) -> list[int]:
    """Everybody with a membership in force that opens the organisation, also from above it."""
    lineage = Organisation.objects.values_list("lineage", flat=True).get(pk=organisation_id)
    opens = Q(organisation_id=organisation_id) | Q(organisation__in=lineage, scope=Scope.SUBTREE)
    members = Membership.objects.in_force(timezone.now()).filter(opens)
    return sorted(set(members.values_list("person_id", flat=True)))


def membership_for(by: Actor, membership_id: int) -> Membership:
    """The gate for members: one whom the actor manages, or any for who runs the house."""
    known = Membership.objects.all() if runs_the_portal.test(by) else _managed_by(by)
    return known.exclude(state=Membership.State.REMOVED).get(pk=membership_id)


def managed_memberships(by: Actor) -> QuerySet[Membership]:
    """Of others, also ended ones: what those may see who manage their organisation's members."""
    others = _managed_by(by).exclude(person=by.person_id)
    return others.select_related("person", "organisation")


def own_membership(by: Actor) -> QuerySet[Membership]:
    """The one by which `by` acts now."""
    return Membership.objects.filter(Q(pk=by.membership_id)).select_related("organisation")


def colleagues_of(by: Actor) -> QuerySet[Membership]:
    """Whom `by` manages and who has not been removed, also those shut out for a while."""
    members = managed_memberships(by).exclude(state=Membership.State.REMOVED)
    places = Prefetch("site_links", MembershipSite.objects.select_related("site"))
    known = members.select_related("granted_by", "invitation").prefetch_related("roles", places)
    return known.order_by("person__name", "id")


def get_colleague(by: Actor, public_id: str) -> Membership:
    """Raises Http404 for one that is not there or not for `by` to manage."""
    return get_object_or_404(colleagues_of(by), public_id=public_id)


def assignable_roles(by: Actor) -> QuerySet[Role]:
    """Roles that customers may give in the organisation: those of the house and its own."""
    own = Q(organisation=None) | Q(organisation_id=by.organisation_id)
    roles = Role.objects.filter(own, customer_assignable=True)
    return roles.prefetch_related("rights").order_by("organisation", "id")


def sites_of(by: Actor) -> QuerySet[Site]:
    """The sites of the organisation; of those trusted with sites, only these."""
    sites = Site.objects.filter(Q(organisation_id=by.organisation_id)).order_by("name", "id")
    is_trusted_with_sites = by.scope_of(MANAGE_MEMBERS) is Scope.SITE
    return sites.filter(pk__in=by.site_ids) if is_trusted_with_sites else sites


def _managed_by(by: Actor) -> QuerySet[Membership]:
    """Those of the organisation; to whom sites are trusted, whoever reaches no further."""
    members = Membership.objects.filter(Q(organisation_id=by.organisation_id))
    match by.scope_of(MANAGE_MEMBERS):
        case Scope.COMPANY | Scope.SUBTREE:
            return members
        case Scope.SITE:
            placed = members.filter(scope=Scope.SITE).annotate(places=PLACES)  # type: ignore[no-redef]
            return placed.filter(places__contained_by=list(by.site_ids))  # type: ignore[misc]
        case Scope.OWN | None:
            return members.none()


def organisations_everywhere(by: Actor) -> QuerySet[Organisation]:
    """All organisations, for staff who may look them up."""
    return Organisation.objects.all() if looks_up.test(by) else Organisation.objects.none()


def memberships_everywhere(by: Actor) -> QuerySet[Membership]:
    """Who acts for which organisation, also who has been shut out for a while; as above."""
    if not looks_up.test(by):
        return Membership.objects.none()
    rows = Membership.objects.exclude(state=Membership.State.REMOVED)
    return rows.select_related("person", "organisation")


def person_of(membership_id: int) -> int | None:
    return Membership.objects.filter(pk=membership_id).values_list("person_id", flat=True).first()


def has_administrator(organisation_id: int) -> bool:
    """Whether somebody is left who can manage the organisation's members."""
    return _administrators(organisation_id).exists()


def administrators_of(organisation_id: int) -> list[tuple[str, str]]:
    """Name and e-mail address of those who can give others access to the organisation."""
    people = _administrators(organisation_id).values_list("person__name", "person__email")
    return list(people.distinct().order_by("person__name", "person__email"))


def roles_with(right: str, organisation_id: int) -> list[str]:
    """Names of the roles by which the organisation can give somebody `right`."""
    roles = Role.objects.filter(
        Q(organisation=None) | Q(organisation_id=organisation_id),
        rights__right=right,
        customer_assignable=True,
    )
    return sorted(str(name) for name in roles.values_list("name", flat=True))


def _administrators(organisation_id: int) -> QuerySet[Membership]:
    return Membership.objects.in_force(timezone.now()).filter(
        organisation_id=organisation_id, roles__rights__right=MANAGE_MEMBERS
    )
