import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from handschlag.core.actor import ANONYMOUS, Actor, ActorKind, system_actor
from handschlag.core.isolation import acting
from handschlag.core.journal.models import JournalEntry, JournalValue
from handschlag.platform.identity import actions
from handschlag.platform.identity.models import Login, Person
from handschlag.platform.identity.tests.factories import PASSWORD, make_login, make_person

pytestmark = pytest.mark.django_db

SYSTEM = system_actor("test")


def login_of(person: Person) -> Login:
    with acting(ANONYMOUS):
        return Login.objects.get(person=person)


def test_person_is_known_before_they_can_sign_in() -> None:
    with acting(SYSTEM):
        person = actions.create_person(SYSTEM, person=Person(name="Anna Kessler"))
        entry = JournalEntry.objects.get()
        assert JournalValue.objects.get(entry_id=entry.id).value == "Anna Kessler"
    assert "Anna" not in str(entry.body)
    with acting(ANONYMOUS):
        assert not Login.objects.filter(person=person).exists()


def test_login_is_created_in_lower_case_and_once() -> None:
    person, other = make_person(), make_person("Bernd Voss")
    with acting(SYSTEM):
        actions.create_login(SYSTEM, person=person, email="Anna@Kessler.Example")
        with pytest.raises(actions.AddressTaken):
            actions.create_login(SYSTEM, person=other, email="anna@kessler.EXAMPLE")
    login = login_of(person)
    assert login.email == "anna@kessler.example"
    assert not login.has_usable_password()


def test_customers_create_no_logins() -> None:
    by = Actor(kind=ActorKind.PERSON, person_id=make_person().pk)
    with acting(by), pytest.raises(PermissionDenied):
        actions.create_login(by, person=make_person("Bernd"), email="bernd@kessler.example")


def test_staff_login_is_made_and_on_the_second_call_renewed() -> None:
    with acting(SYSTEM):
        for password in ("erstes-passwort", PASSWORD):
            actions.create_staff_login(
                SYSTEM, email="petra@brenner.example", name="Petra Lindner", password=password
            )
        staff = Person.objects.get()
    assert staff.kind == Person.Kind.STAFF
    assert login_of(staff).check_password(PASSWORD)


def test_staff_login_does_not_take_over_a_customers() -> None:
    anna = make_login(email="anna@kessler.example")
    with acting(SYSTEM), pytest.raises(actions.AddressTaken):
        actions.create_staff_login(
            SYSTEM, email=anna.email, name="Petra", password="neues-passwort"
        )
    assert login_of(anna.person).check_password(PASSWORD)


@pytest.mark.parametrize(
    ("name", "email"), [("", "a@b.example"), ("Anna", "anna@"), ("A" * 121, "")]
)
def test_person_needs_a_name_and_no_impossible_address(name: str, email: str) -> None:
    with acting(SYSTEM):
        with pytest.raises(ValidationError):
            actions.create_person(SYSTEM, person=Person(name=name, email=email))
        assert not Person.objects.exists()


def test_address_is_marked_until_it_takes_mail_again() -> None:
    login = make_login(email="anna@kessler.example")

    def answer(email: str, *, is_taken: bool) -> str:
        with acting(SYSTEM):
            actions.note_mail_answer(SYSTEM, email=email, is_taken=is_taken)
            return Person.objects.get(pk=login.person_id).refused_email

    assert answer("nobody@kessler.example", is_taken=False) == ""
    assert answer(login.email, is_taken=True) == ""
    assert answer(login.email, is_taken=False) == "anna@kessler.example"
    assert answer(login.email, is_taken=False) == "anna@kessler.example"
    assert answer(login.email, is_taken=True) == ""
    with acting(SYSTEM):
        kinds = list(JournalEntry.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["identity.address_refused", "identity.address_restored"]
