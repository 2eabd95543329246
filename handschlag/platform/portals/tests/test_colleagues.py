"""The pages on which an organisation's administrator says who may do what."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from handschlag.core.actor import Actor, ActorKind, Scope
from handschlag.core.isolation import acting
from handschlag.core.journal.models import JournalEntry
from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.identity.tests.factories import make_login, make_person, signed_in
from handschlag.platform.identity.tests.second_steps import entered
from handschlag.platform.organisations.actions import LastAdministrator
from handschlag.platform.organisations.changing_access import Access, change_access
from handschlag.platform.organisations.models import Membership, Organisation, Role, Site
from handschlag.platform.organisations.tests.factories import (
    make_membership,
    make_organisation,
    make_role,
    make_site,
)
from handschlag.platform.portals.tests.factories import admit, make_portal

pytestmark = pytest.mark.django_db
MANAGE = "organisations.manage_members"
LIST = "/colleagues/"


@dataclass(frozen=True)
class World:
    kessler: Organisation
    kiel: Site
    luebeck: Site
    administers: Role
    reads: Role
    pays: Role
    anna: Membership
    bernd: Membership
    browser: Client

    def path(self, name: str, member: Membership | None = None) -> str:
        return reverse(f"organisations:{name}", args=[(member or self.bernd).public_id])

    def access(self, **changes: Any) -> dict[str, Any]:
        return {"roles": [self.reads.pk], "scope": "company", **changes}


@pytest.fixture
def world() -> World:
    kessler = make_organisation()
    admit(make_portal(), kessler)
    administers = make_role(MANAGE, "ordering.read", "billing.read", name=named("Verwaltung"))
    reads = make_role("ordering.read", name=named("Lesen"))
    pays = make_role("billing.read", name=named("Buchhaltung"))
    anna, bernd = make_person(name="Anna Kessler"), make_person(name="Bernd Moor")
    member = make_membership(anna, kessler, administers)
    return World(
        kessler=kessler,
        kiel=make_site(kessler, "Kiel"),
        luebeck=make_site(kessler, "Lübeck"),
        administers=administers,
        reads=reads,
        pays=pays,
        anna=member,
        bernd=make_membership(bernd, kessler, reads),
        browser=entered(make_login(anna)),
    )


def named(name: str) -> dict[str, str]:
    return {"de": name, "en": name}


def now(member: Membership) -> tuple[str, set[str], str, set[str]]:
    with as_owner():
        member.refresh_from_db()
        roles = {str(role) for role in member.roles.all()}
        sites = {link.site.name for link in member.site_links.all()}
    return member.state, roles, member.scope, sites


def entries(kind: str) -> list[JournalEntry]:
    with as_owner():
        return list(JournalEntry.objects.filter(kind=f"organisations.{kind}"))


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_list_says_who_may_do_what(world: World) -> None:
    with as_owner():
        world.bernd.scope = Scope.SITE
        world.bernd.save()
        world.bernd.site_links.create(organisation=world.kessler, site=world.kiel)
    found = words(world.browser.get(LIST))
    assert "Bernd Moor" in found
    assert "Lesen Ausgewählte Standorte Kiel noch nicht keiner Aktiv" in found
    assert "Verwaltung" not in found.split("Bernd Moor")[1].split("Impressum")[0]


def test_nobody_else_sees_it(world: World) -> None:
    bernds = signed_in(make_login(world.bernd.person))
    assert bernds.get(LIST).status_code == 403
    assert bernds.get(world.path("colleague", world.anna)).status_code == 404
    assert "colleagues" not in bernds.get("/").content.decode()
    stranger = make_membership(make_person(), make_organisation("Sommer"), world.reads)
    for name in ("colleague", "access"):
        assert world.browser.get(world.path(name, stranger)).status_code == 404
    for name in ("access", "suspend", "resume", "remove"):
        assert world.browser.post(world.path(name, stranger), world.access()).status_code == 404
    assert now(stranger) == ("active", {"Lesen"}, "company", set())


def test_own_access_is_changed_by_somebody_else(world: World) -> None:
    assert world.browser.get(world.path("access", world.anna)).status_code == 404


def test_other_roles_and_sites_apply_at_the_next_request(world: World) -> None:
    bernds = signed_in(make_login(world.bernd.person))
    assert bernds.get("/orders/").status_code == 200
    typed = world.access(roles=[world.pays.pk], scope="site", sites=[world.kiel.public_id])
    answer = world.browser.post(world.path("access"), typed, follow=True)
    assert "Bernd Moor darf ab jetzt, was Sie gewählt haben." in words(answer)
    assert now(world.bernd) == ("active", {"Buchhaltung"}, "site", {"Kiel"})
    assert bernds.get("/orders/").status_code == 403
    [entry] = entries("access_changed")
    assert entry.body["role_ids"] == [world.pays.pk]
    assert entry.body["site_ids"] == [world.kiel.pk]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"roles": []}, "Wählen Sie mindestens eine Rolle."),
        ({"roles": ["0"]}, "Wählen Sie aus dem, was hier angeboten wird"),
        ({"scope": "site"}, "Wählen Sie mindestens einen Standort."),
        ({"scope": "everything"}, "Wählen Sie aus dem"),
        ({"scope": "subtree"}, "Wählen Sie aus dem"),
        ({"scope": "site", "sites": ["x"]}, "Wählen Sie aus dem"),
    ],
)
def test_what_cannot_be_given_changes_nothing(
    world: World, changes: dict[str, Any], message: str
) -> None:
    answer = world.browser.post(world.path("access"), world.access(**changes))
    assert answer.status_code == 200
    assert message.split(".", maxsplit=1)[0] in words(answer)
    assert now(world.bernd) == ("active", {"Lesen"}, "company", set())
    assert entries("access_changed") == []


def test_role_beyond_ones_own_is_neither_offered_nor_taken(world: World) -> None:
    with as_owner():
        own = make_role(MANAGE, "ordering.read", name=named("Eigene"))
        world.anna.roles.through.objects.filter(membership=world.anna).update(role=own)
        world.bernd.roles.through.objects.create(
            organisation=world.kessler, membership=world.bernd, role=world.pays
        )
    page = words(world.browser.get(world.path("access")))
    assert "Buchhaltung" in page.split("da Sie es nicht vergeben können")[1]
    refused = world.browser.post(world.path("access"), world.access(roles=[world.pays.pk]))
    assert refused.status_code == 200
    world.browser.post(world.path("access"), world.access(scope="own"))
    assert now(world.bernd) == ("active", {"Lesen", "Buchhaltung"}, "own", set())
    wider = world.browser.post(world.path("access"), world.access())
    assert "was Sie selbst nicht haben" in words(wider)
    assert now(world.bernd)[2] == "own"


def test_shut_out_and_let_in_again(world: World) -> None:
    bernds = signed_in(make_login(world.bernd.person))
    for _ in range(2):
        world.browser.post(world.path("suspend"))
        assert now(world.bernd)[0] == "suspended"
    assert bernds.get("/orders/").status_code != 200
    assert "Gesperrt" in words(world.browser.get(LIST))
    world.browser.post(world.path("resume"))
    assert bernds.get("/orders/").status_code == 200


def test_removed_is_gone_and_stays_so(world: World) -> None:
    answer = world.browser.post(world.path("remove"), follow=True)
    assert "Der Zugang von Bernd Moor ist beendet." in words(answer)
    assert now(world.bernd)[0] == "removed"
    assert world.browser.get(world.path("colleague")).status_code == 404
    assert world.browser.post(world.path("remove")).status_code == 404
    assert len(entries("membership_removed")) == 1


def test_the_last_administrator_stays(world: World) -> None:
    """Also when it is they who give their role away."""
    by = Actor(
        kind=ActorKind.PERSON,
        person_id=world.anna.person_id,
        organisation_id=world.kessler.pk,
        rights=dict.fromkeys((MANAGE, "ordering.read", "billing.read"), Scope.COMPANY),
        factor_at=timezone.now(),
    )
    less = Access(roles=[world.reads], scope=Scope.COMPANY)
    with acting(by), pytest.raises(LastAdministrator):
        change_access(by, membership_id=world.anna.pk, access=less)
    assert now(world.anna)[1] == {"Verwaltung"}
    assert entries("access_changed") == []


def test_giving_takes_a_proof(world: World) -> None:
    unproven = signed_in(world.anna.person.login)
    for name in ("access", "resume"):
        answer = unproven.post(world.path(name), world.access(roles=[world.pays.pk]))
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/proof/")
    back = world.browser.get(world.path("resume"))
    assert back["Location"] == world.path("colleague"), "the proof leads back to the button"
    assert now(world.bernd)[1] == {"Lesen"}
    assert unproven.post(world.path("suspend")).status_code == 302
    assert now(world.bernd)[0] == "suspended"


def test_statements_do_not_grow_with_the_colleagues(
    world: World, django_assert_max_num_queries: Any
) -> None:
    for _ in range(12):
        make_membership(make_person(), world.kessler, world.reads)
    with django_assert_max_num_queries(20):
        found = world.browser.get(LIST)
    assert found.content.count(b"row-link") == 13


def test_many_are_searched(world: World) -> None:
    for nth in range(20):
        make_membership(make_person(name=f"Person {nth}"), world.kessler, world.pays)
    assert 'name="q"' in world.browser.get(LIST).content.decode()
    assert world.browser.get(LIST, {"q": "moor"}).content.count(b"row-link") == 1
    assert world.browser.get(LIST, {"q": "buchhalt"}).content.count(b"row-link") == 20
    assert "Niemand passt zu „xyz“" in words(world.browser.get(LIST, {"q": "xyz\x00"}))
