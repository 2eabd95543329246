"""The commands that open a portal and let people in."""

from typing import Any, get_args, get_type_hints

import pytest

from handschlag.cli.createportal import createportal
from handschlag.cli.tests.commands import command
from handschlag.core.actor import ANONYMOUS, system_actor
from handschlag.core.isolation import acting
from handschlag.core.mail.models import OutgoingMail
from handschlag.platform.identity.models import Login, Person
from handschlag.platform.organisations.actions import create_organisation, install_preset_roles
from handschlag.platform.organisations.models import Membership, Organisation
from handschlag.platform.portals.models import Portal, PortalOrganisation

SYSTEM = system_actor("test")
BRENNER = ("createportal", "--company", "Brenner Wärmetechnik GmbH")
PETRA = ("createadmin", "--email", "petra@brenner.example", "--name", "Petra Lindner")
EVA = ("invite", "eva@kern.example", "--name", "Eva Kern", "--organisation", "10001")
PASSWORD = "blaue-tasse-im-regen"


def portals() -> list[Portal]:
    with acting(ANONYMOUS):
        return list(Portal.objects.order_by("pk"))


def logins() -> dict[str, Login]:
    with acting(ANONYMOUS):
        return {login.email: login for login in Login.objects.select_related("person")}


def mails() -> list[OutgoingMail]:
    with acting(SYSTEM):
        return list(OutgoingMail.objects.all())


def refused(*words: str, given: str | None = None) -> str:
    """What the command says on its last line when it refuses."""
    result = command(*words, given=given)
    assert result.exit_code == 1
    return result.output.splitlines()[-1]


@pytest.fixture(autouse=True)
def _roles(committed_db: str) -> None:
    """As `migrate` sets them up."""
    with acting(SYSTEM):
        install_preset_roles(SYSTEM)


@pytest.fixture
def kern() -> Organisation:
    assert command(*BRENNER).exit_code == 0
    with acting(SYSTEM):
        kern = Organisation(number="10001", name="Kern Haustechnik")
        return create_organisation(SYSTEM, organisation=kern)


def test_portal_is_opened_with_good_defaults() -> None:
    result = command(*BRENNER)
    assert result.exit_code == 0
    assert "http://localhost:8000" in result.output
    [portal] = portals()
    assert (portal.host, portal.company_name) == ("localhost", "Brenner Wärmetechnik GmbH")
    assert portal.name == {"de": "Kundenportal", "en": "Customer portal"}
    assert (portal.languages, portal.default_language) == (["de", "en"], "de")
    assert (portal.purpose, portal.admission) == ("customer", "invitation")
    assert (portal.brand, portal.time_zone) == ("#1F5C4D", "Europe/Berlin")


def test_portal_is_opened_as_told() -> None:
    options = {
        "host": "Service.Brenner.example",
        "name": "After sales",
        "brand": "#8B2E2E",
        "languages": "en, de",
        "zone": "Europe/London",
        "purpose": "service",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    result = command(*BRENNER, *words)
    assert "http://service.brenner.example:8000" in result.output
    [portal] = portals()
    assert (portal.host, portal.name) == ("service.brenner.example", {"en": "After sales"})
    assert (portal.languages, portal.default_language) == (["en", "de"], "en")
    assert (portal.brand, portal.time_zone, portal.purpose) == (
        "#8B2E2E",
        "Europe/London",
        "service",
    )


def test_company_is_asked_for() -> None:
    assert command("createportal", given="Brenner\n").exit_code == 0
    assert [portal.company_name for portal in portals()] == ["Brenner"]


def test_second_portal_needs_a_host_of_its_own() -> None:
    command(*BRENNER)
    assert refused(*BRENNER) == "A portal answers at this host name already."
    assert command(*BRENNER, "--host", "b.example").exit_code == 0
    assert [portal.host for portal in portals()] == ["localhost", "b.example"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (("--brand", "red"), "Brand: Enter a colour such as #1F5C4D."),
        (("--zone", "Hamburg"), "Enter a time zone such as Europe/Berlin."),
        (("--host", "a b"), "Enter a host name such as portal.example.com."),
        (("--company", ""), "Company name: This field cannot be blank."),
        (
            ("--languages", "de,fr"),
            "A portal can speak de, en, and one of its languages by default.",
        ),
    ],
)
def test_impossible_portal_is_refused_in_words(wrong: tuple[str, str], sentence: str) -> None:
    assert refused(*BRENNER, *wrong) == sentence
    assert portals() == []


def test_purposes_are_those_of_portals() -> None:
    offered: Any = get_type_hints(createportal)["purpose"]
    assert list(get_args(offered)) == Portal.Purpose.values
    assert command(*BRENNER, "--purpose", "shop").exit_code == 2
    assert portals() == []


def test_invited_person_signs_in_and_belongs(kern: Organisation) -> None:
    result = command(*EVA, "--role", "accountant", "--no-mail")
    assert result.exit_code == 0
    assert "eva@kern.example can sign in by code at http://localhost:8000" in result.output
    assert logins()["eva@kern.example"].person.name == "Eva Kern"
    with acting(SYSTEM):
        membership = Membership.objects.get()
        assert [role.preset for role in membership.roles.all()] == ["accountant"]
        assert (membership.organisation, membership.scope) == (kern, "company")
        assert PortalOrganisation.objects.get().organisation == kern


def test_invited_person_is_asked_by_mail(kern: Organisation) -> None:
    result = command(*EVA)
    assert result.exit_code == 0
    assert "An invitation to act for Kern Haustechnik at http://localhost:8000" in result.output
    assert logins() == {}
    assert [mail.recipient for mail in mails()] == ["eva@kern.example"]


def test_invitation_goes_without_mail_when_told_so(kern: Organisation) -> None:
    result = command(*EVA, "--no-mail", "--scope", "own")
    assert (result.exit_code, mails()) == (0, [])
    assert "mail" not in result.output
    with acting(SYSTEM):
        assert Membership.objects.get().scope == "own"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (("--organisation", "4711"), "No organisation has the number 4711: "),
        (("--portal", "b.example"), "No portal answers at b.example: open one by "),
        (("--name", ""), "Name: This field cannot be blank."),
    ],
)
def test_impossible_invitation_changes_nothing(
    kern: Organisation, wrong: tuple[str, str], sentence: str
) -> None:
    assert refused(*EVA, *wrong).startswith(sentence)
    with acting(SYSTEM):
        assert not Person.objects.exists()
    assert (logins(), mails()) == ({}, [])


def test_invitation_needs_a_real_address_and_happens_once(kern: Organisation) -> None:
    assert refused("invite", "eva@", *EVA[2:]) == "Email: Enter a valid email address."
    assert command(*EVA).exit_code == 0
    just_now = "The invitation was sent only just now. Wait a few minutes."
    assert refused(*EVA) == just_now
    assert len(mails()) == 1


def test_administrator_is_created_and_let_in_again() -> None:
    for password in ("erstes-passwort", PASSWORD):
        result = command(*PETRA, "--password-stdin", given=f"{password}\n")
        assert result.output == "Petra Lindner can sign in as petra@brenner.example.\n"
    [login] = logins().values()
    assert login.check_password(PASSWORD)
    assert login.person.kind == Person.Kind.STAFF


def test_administrators_password_is_asked_for_twice_and_never_shown() -> None:
    result = command(*PETRA, given=f"{PASSWORD}\ndifferent\n{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0
    assert PASSWORD not in result.output
    assert logins()["petra@brenner.example"].check_password(PASSWORD)


GUESSED = "Many people use this password, so it is easy to guess. Choose another one."


@pytest.mark.parametrize(
    ("words", "password", "sentence"),
    [
        (PETRA, "kurz", "This password is too short: it needs at least 10 characters."),
        (PETRA, "password123", GUESSED),
        (PETRA, "", "This password is too short: it needs at least 10 characters."),
        ((*PETRA, "--email", "petra@"), PASSWORD, "Email: Enter a valid email address."),
        ((*PETRA, "--name", ""), PASSWORD, "Name: This field cannot be blank."),
    ],
)
def test_impossible_administrator_is_refused(
    words: tuple[str, ...], password: str, sentence: str
) -> None:
    assert refused(*words, "--password-stdin", given=f"{password}\n") == sentence
    assert logins() == {}


def test_administrator_does_not_take_over_a_customers_address(kern: Organisation) -> None:
    command(*EVA, "--no-mail")
    words = ("createadmin", "--email", "Eva@kern.example", "--name", "Petra", "--password-stdin")
    assert refused(*words, given=PASSWORD) == "Somebody signs in with this e-mail address already."
    assert not logins()["eva@kern.example"].has_usable_password()


def test_staff_is_not_invited_as_a_customer(kern: Organisation) -> None:
    command(*PETRA, "--password-stdin", given=PASSWORD)
    words = ("invite", "petra@brenner.example", *EVA[2:])
    assert refused(*words) == "A member of staff signs in with this e-mail address."
    with acting(SYSTEM):
        assert not Membership.objects.exists()
