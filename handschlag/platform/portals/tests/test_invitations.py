"""How somebody comes in by a colleague's invitation."""

import re
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from handschlag.core.actor import Scope
from handschlag.core.journal.models import JournalEntry
from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.identity.models import Login, Person
from handschlag.platform.identity.tests.factories import make_login, make_person, signed_in
from handschlag.platform.identity.tests.mails import code_in, mails
from handschlag.platform.identity.tests.second_steps import entered
from handschlag.platform.organisations.jobs import forget_invitations
from handschlag.platform.organisations.models import Invitation, Membership, Organisation, Role
from handschlag.platform.organisations.tests.factories import (
    make_membership,
    make_organisation,
    make_role,
    make_site,
)
from handschlag.platform.portals.tests.factories import admit, make_portal

pytestmark = pytest.mark.django_db
MANAGE = "organisations.manage_members"
INVITE = "/colleagues/invite/"
ANNA = "anna.kessler@example.com"
DORA = "dora.lenz@example.com"


@dataclass(frozen=True)
class World:
    kessler: Organisation
    administers: Role
    reads: Role
    anna: Membership
    browser: Client

    def typed(self, people: str = DORA, **changes: Any) -> dict[str, Any]:
        return {"people": people, "roles": [self.reads.pk], "scope": "company", **changes}

    def invited(self, people: str = DORA) -> str:
        """The link in the newest mail, after `people` were invited."""
        response = self.browser.post(INVITE, self.typed(people))
        assert response.status_code == 302, words(response)
        return link()


@pytest.fixture
def world() -> World:
    return make_world()


def make_world() -> World:
    kessler = make_organisation()
    admit(make_portal(), kessler)
    administers = make_role(MANAGE, "ordering.read", name={"de": "Verwaltung"})
    reads = make_role("ordering.read", name={"de": "Lesen"})
    anna = make_person(name="Anna Kessler", email=ANNA)
    member = make_membership(anna, kessler, administers)
    return World(kessler, administers, reads, member, entered(make_login(anna, email=ANNA)))


def link() -> str:
    found = re.search(r"http://[^/]+(/invitation/\S+)", mails()[-1].text)
    assert found is not None
    return found[1]


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def members() -> dict[str, str]:
    with as_owner():
        rows = Membership.objects.select_related("person").order_by("pk")
        return {row.person.email or "–": row.state for row in rows}


def german() -> Client:
    return Client(headers={"accept-language": "de"})


def kinds() -> list[str]:
    with as_owner():
        known = JournalEntry.objects.filter(kind__startswith="organisations.invitation")
        return [
            kind.removeprefix("organisations.") for kind in known.values_list("kind", flat=True)
        ]


def access_of(world: World) -> str:
    with as_owner():
        return Membership.objects.get(state="invited").public_id


def test_guest_reads_the_mail_accepts_and_is_in(world: World) -> None:
    path = world.invited()
    assert mails()[-1].subject.startswith("Anna Kessler lädt Sie ein")
    assert mails()[-1].recipient == DORA
    guest = german()
    page = words(guest.get(path))
    assert "Anna Kessler lädt Sie ein" in page
    assert world.kessler.name in page
    assert members()[DORA] == "invited"
    response = guest.post(path, {"way": "plain", "name": "Dora Lenz-Krug"})
    assert response["Location"] == "/"
    assert f"Sie handeln jetzt für {world.kessler.name}" in words(guest.get("/"))
    with as_owner():
        dora = Membership.objects.get(person__name="Dora Lenz-Krug")
        assert (dora.state, dora.scope, dora.granted_by_id) == (
            "active",
            "company",
            world.anna.person_id,
        )
        assert [str(role) for role in dora.roles.all()] == ["Lesen"]
        assert not Invitation.objects.exists()
    assert kinds() == ["invitation_accepted"]
    assert german().get(path).status_code == 410


def test_accepting_with_a_passkey_leads_to_one(world: World) -> None:
    guest, path = german(), world.invited()
    response = guest.post(path, {"way": "passkey", "name": "Dora Lenz"})
    assert response["Location"] == "/account/factors/passkey/?next=%2F"
    assert "data-asks-at-once" in guest.get(response["Location"]).text


def test_looking_changes_nothing(world: World) -> None:
    path = world.invited()
    for _ in range(2):
        assert german().get(path).status_code == 200
        assert german().head(path).status_code == 200
    assert members()[DORA] == "invited"
    with as_owner():
        assert not Login.objects.filter(email=DORA).exists()


def test_nothing_is_open_before_it_is_accepted(world: World) -> None:
    world.invited()
    stranger = german()
    stranger.post("/sign-in/", {"login": DORA, "code": "1"})
    assert "keinen Zugang" in mails()[-1].subject


def test_several_are_invited_at_once_each_by_their_name(world: World) -> None:
    world.invited(
        'Erika Muster <Erika@Example.com>; "Jo Ott" <jo@example.com>\n'
        "max.von-berg@example.com, erika@example.com"
    )
    with as_owner():
        people = Person.objects.filter(memberships__state="invited")
        assert set(people.values_list("name", "email")) == {
            ("Erika Muster", "erika@example.com"),
            ("Jo Ott", "jo@example.com"),
            ("Max Von Berg", "max.von-berg@example.com"),
        }
    assert len(mails()) == 3


def test_one_wrong_line_invites_nobody_and_keeps_what_was_typed(world: World) -> None:
    typed = f"{DORA}\nErika bei Muster\n{ANNA}"
    page = words(world.browser.post(INVITE, world.typed(typed)))
    assert "„Erika bei Muster“ enthält keine E-Mail-Adresse" in page
    assert "Erika bei Muster" in world.browser.post(INVITE, world.typed(typed)).text
    typed = f"{DORA}\n{ANNA}"
    page = words(world.browser.post(INVITE, world.typed(typed)))
    assert f"{ANNA}: Diese Person ist bereits Mitglied" in page
    assert list(members().values()) == ["active"]
    assert mails() == []
    with as_owner():
        assert Person.objects.count() == 1


def test_same_guest_is_not_invited_twice(world: World) -> None:
    world.invited()
    assert "bereits Mitglied" in words(world.browser.post(INVITE, world.typed(DORA.upper())))
    assert len(mails()) == 1


@pytest.mark.feature("X11")
def test_nobody_gives_what_they_do_not_have(world: World) -> None:
    with as_owner():
        pays = make_role("billing.read", name={"de": "Buchhaltung"})
    assert "Buchhaltung" not in world.browser.get(INVITE).text
    response = world.browser.post(INVITE, world.typed(roles=[pays.pk]))
    assert response.status_code == 200
    assert list(members().values()) == ["active"]


def test_others_cannot_invite(world: World) -> None:
    bernd = make_person(name="Bernd Moor")
    with as_owner():
        make_membership(bernd, world.kessler, world.reads)
    browser = signed_in(make_login(bernd))
    assert browser.get(INVITE).status_code == 403
    assert browser.post(INVITE, world.typed()).status_code == 403
    world.invited()
    for name in ("again", "withdraw"):
        path = f"/colleagues/{access_of(world)}/{name}/"
        assert browser.post(path).status_code == 404
    assert members()[DORA] == "invited"


def test_page_does_not_tell_whether_we_know_the_address(world: World) -> None:
    with as_owner():
        make_login(make_person(name="Dora Geheim", email=DORA))
    world.invited(DORA)
    page = world.browser.get("/colleagues/").text
    detail = world.browser.get(f"/colleagues/{access_of(world)}/").text
    for text in (page, detail):
        assert "Geheim" not in text
        assert "Dora Lenz" in text
    assert "noch nicht" in detail


def test_known_person_signs_in_and_gets_one_more_company(world: World) -> None:
    login = make_login(make_person(name="Dora Lenz", email=DORA), email=DORA)
    sommer = make_organisation("Sommer")
    with as_owner():
        make_membership(login.person, sommer, world.reads)
    path, guest = world.invited(), german()
    page = guest.get(path).text
    assert "Dora Lenz-Krug" not in page
    assert guest.post(path, {"way": "plain", "name": "Dieb"}).status_code == 200
    assert members()[DORA] in {"invited", "active"}
    guest.post("/sign-in/", {"login": DORA, "code": "1", "next": path})
    response = guest.post(f"/sign-in/code/?next={path}", {"code": code_in(mails()[-1])})
    assert unquote(response["Location"]) == unquote(path)
    assert guest.post(path, {"way": "plain"})["Location"] == "/"
    assert world.kessler.name in words(guest.get("/"))
    with as_owner():
        assert Membership.objects.filter(person=login.person, state="active").count() == 2
        assert Person.objects.filter(email=DORA).count() == 1
        assert Login.objects.filter(email=DORA).count() == 1


def test_somebody_else_does_not_get_in_by_the_link(world: World) -> None:
    path = world.invited()
    emil = make_login(make_person(name="Emil Stein"))
    browser = signed_in(emil)
    page = words(browser.get(path))
    assert f"Sie sind als {emil.email} angemeldet" in page
    assert browser.post(path, {"way": "leave"})["Location"] == path
    assert browser.get("/")["Location"].startswith("/sign-in/")
    with as_owner():
        assert not Membership.objects.filter(person=emil.person).exists()
    assert members()[DORA] == "invited"


@pytest.mark.feature("S67", part="a page for staff; they have a command")
def test_link_ends_after_seven_days_and_a_new_one_can_be_asked_for(world: World) -> None:
    path = world.invited()
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        guest = german()
        assert "abgelaufen" in words(guest.get(path))
        assert guest.post(path, {"way": "plain", "name": "Dora"}).status_code == 302
        assert guest.post(path, {"way": "again"}).status_code == 302
        assert kinds() == ["invitation_asked_again"]
        anna = entered(world.anna.person.login)
        assert "bittet um eine neue Einladung" in words(anna.get("/colleagues/"))
        anna.post(f"/colleagues/{access_of(world)}/again/")
        newer = link()
        assert newer != path
        assert german().get(path).status_code == 410
        assert german().post(newer, {"way": "plain", "name": "Dora"})["Location"] == "/"
    assert members()[DORA] == "active"


def test_two_mails_in_a_row_are_refused(world: World) -> None:
    world.invited()
    path = f"/colleagues/{access_of(world)}/again/"
    assert "gerade erst" in words(world.browser.post(path, follow=True))
    assert len(mails()) == 1


def test_withdrawn_link_opens_nothing_and_the_guest_is_forgotten(world: World) -> None:
    path = world.invited()
    world.browser.post(f"/colleagues/{access_of(world)}/withdraw/")
    assert german().get(path).status_code == 410
    assert german().post(path, {"way": "plain", "name": "Dora"}).status_code == 410
    assert DORA not in members()
    with as_owner():
        assert not Person.objects.filter(name__contains="Dora").exists()
        assert not Login.objects.filter(email=DORA).exists()


@pytest.mark.parametrize("loss", ["suspended", "removed", "role", "over"])
def test_inviter_who_may_no_longer_give_it_invites_nobody(world: World, loss: str) -> None:
    path = world.invited()
    with as_owner():
        if loss == "role":
            world.administers.rights.filter(right="ordering.read").delete()
        elif loss == "over":
            world.anna.valid_to = timezone.now()
            world.anna.save()
        else:
            world.anna.state = loss
            world.anna.save()
    assert german().get(path).status_code == 410
    assert german().post(path, {"way": "plain", "name": "Dora"}).status_code == 410
    assert members()[DORA] == "invited"


def test_forged_link_opens_nothing(world: World) -> None:
    path = world.invited()
    for bad in (path[:-1], "/invitation/", "/invitation/?link=", "/invitation/?link=%00a:b:c"):
        assert german().get(bad).status_code == 410


def test_link_opens_at_its_own_portal_alone(world: World) -> None:
    path = world.invited()
    make_portal("other.example.com")
    assert german().get(path, headers={"host": "other.example.com"}).status_code == 410


def test_staff_do_not_become_customers(world: World) -> None:
    with as_owner():
        login = make_login(make_person(kind="staff", email=DORA), email=DORA)
    path = world.invited()
    browser = signed_in(login)
    assert browser.post(path, {"way": "plain"}).status_code == 409
    assert members()[DORA] == "invited"


def test_suspended_member_does_not_come_back_by_an_invitation(world: World) -> None:
    login = make_login(make_person(email="d@example.com"), email=DORA)
    with as_owner():
        old = make_membership(login.person, world.kessler, world.reads)
        old.state = "suspended"
        old.save()
    assert "bereits Mitglied" in words(world.browser.post(INVITE, world.typed()))


def test_site_manager_invites_to_their_sites_alone(world: World) -> None:
    kiel, luebeck = make_site(world.kessler, "Kiel"), make_site(world.kessler, "Lübeck")
    with as_owner():
        world.anna.scope = Scope.SITE
        world.anna.save()
        world.anna.site_links.create(organisation=world.kessler, site=kiel)
    assert "Lübeck" not in world.browser.get(INVITE).text
    for site in (luebeck, kiel):
        world.browser.post(INVITE, world.typed(scope="site", sites=[site.public_id]))
    with as_owner():
        [found] = Membership.objects.filter(state="invited")
        assert [row.site for row in found.site_links.all()] == [kiel]


def test_forgotten_a_month_after_its_end(world: World) -> None:
    world.invited()
    now = timezone.now()
    with time_machine.travel(now + timedelta(days=36)):
        forget_invitations(0)
        assert members()[DORA] == "invited"
    with time_machine.travel(now + timedelta(days=38)):
        forget_invitations(0)
    assert DORA not in members()
