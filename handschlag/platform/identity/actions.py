from collections.abc import Mapping

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handschlag.core.actions import Outcome, action
from handschlag.core.actor import Actor
from handschlag.core.capability import contributions
from handschlag.core.isolation import acting
from handschlag.core.journal import subject_of
from handschlag.core.journal.erasing import erase_values
from handschlag.core.mail import outbox
from handschlag.core.personal_data import Held, held_by_rooms
from handschlag.core.rules import is_signed_in, is_staff, is_system
from handschlag.core.text import Translated
from handschlag.platform.identity import letters
from handschlag.platform.identity.events import (
    AddressRefused,
    AddressRestored,
    CastExtended,
    InvitationSent,
    LanguageChanged,
    LoginCreated,
    LoginRenewed,
    OtherSessionsEnded,
    PersonCreated,
    PersonErased,
    PersonTold,
    SessionEnded,
    ThemeChanged,
)
from handschlag.platform.identity.letters import Invitation
from handschlag.platform.identity.models import (
    DemoCastMember,
    FormerAddress,
    Login,
    Person,
    Session,
)
from handschlag.platform.identity.queries import is_taken, person_signing_in, sessions_of

NOBODY = "–"


class AddressTaken(ValidationError):
    """Somebody signs in with this e-mail address already."""

    def __init__(self) -> None:
        super().__init__(_("Somebody signs in with this e-mail address already."))


@action(is_system | is_staff)
def create_person(by: Actor, *, person: Person) -> Outcome[Person]:
    """Keep a new `person`; somebody whom we know without a login until `create_login`.

    Raises ValidationError for a name or an address that is none.
    """
    person.clean_fields()
    person.save(force_insert=True)
    event = PersonCreated(person_kind=person.kind, name=person.name)
    return Outcome(person, event, subject_of(person))


@action(is_system | is_staff)
def create_login(
    by: Actor, *, person: Person, email: str, password: str | None = None
) -> Outcome[Login]:
    """Let `person` sign in with `email`; without a password by code alone.

    The address counts as verified: whoever calls this vouches for it. Raises AddressTaken.
    """
    with acting(by, at_gate=True):
        if is_taken(by, email.lower(), but=person.pk):
            raise AddressTaken
        login = Login.objects.create_user(email, password, person=person)
        EmailAddress.objects.create(user=login, email=login.email, verified=True, primary=True)
    return Outcome(login, LoginCreated(email=login.email), subject_of(person))


@action(is_system)
def renew_login(by: Actor, *, person: Person, password: str) -> Outcome[Login]:
    """Open a login again with a new password; its sessions end."""
    with acting(by, at_gate=True):
        login = Login.objects.get(person=person)
        login.set_password(password)
        login.is_active = True
        login.save()
        login.sessions.all().delete()
    return Outcome(login, LoginRenewed(email=login.email), subject_of(person))


def create_staff_login(by: Actor, *, email: str, name: str, password: str) -> Login:
    """The way in for the operator's first administrator, and back in for one locked out.

    Raises AddressTaken when a customer signs in with `email`.
    """
    known = person_signing_in(by, email)
    if known and known.kind == Person.Kind.STAFF:
        return renew_login(by, person=known, password=password)
    staff = Person(kind=Person.Kind.STAFF, name=name, email=email.lower())
    return create_login(by, person=create_person(by, person=staff), email=email, password=password)


@action(is_system | is_staff)
def send_invitation(by: Actor, *, invitation: Invitation) -> Outcome[None]:
    """Mail a person the address at which they sign in."""
    letters.send_invitation(invitation)
    event = InvitationSent(email=invitation.email, host=invitation.portal.host)
    return Outcome(None, event, subject_of(invitation.person))


@action(is_system)
def tell_person(by: Actor, *, person: Person) -> Outcome[dict[str, Held]]:
    """Put together what every room holds on the person, to be handed to them."""
    return Outcome(held_by_rooms(by, person.pk), PersonTold(), subject_of(person))


@action(is_system)
def erase_person(by: Actor, *, person: Person) -> Outcome[None]:
    """Take out all that says who the person was; what they did stays, by somebody unnamed.

    Business records keep what the law demands, such as the address on an invoice.
    """
    subject = subject_of(person)
    for _room, forget in contributions("forgetting"):
        forget(by, person.pk)
    for address in {person.email, *_addresses(by, person)} - {""}:
        outbox.forget(address)
    with acting(by, at_gate=True):
        Login.objects.filter(person=person).delete()
    blank = Person(pk=person.pk, public_id=person.public_id, kind=person.kind, name=NOBODY)
    blank.created_at = person.created_at
    blank.save(force_update=True)
    erase_values(subject, person.pk)
    return Outcome(None, PersonErased(), subject)


def _addresses(by: Actor, person: Person) -> list[str]:
    with acting(by, at_gate=True):
        known = EmailAddress.objects.filter(user__person=person).values_list("email", flat=True)
        former = FormerAddress.objects.filter(login__person=person).values_list("email", flat=True)
        return [*known, *former]


@action(is_signed_in)
def change_language(by: Actor, *, language: str) -> Outcome[None]:
    """Remember which language the actor reads; the caller has checked that it is spoken here."""
    return Outcome(
        None, LanguageChanged(language=language), subject_of(_own(by, language=language))
    )


@action(is_signed_in)
def change_theme(by: Actor, *, theme: str) -> Outcome[None]:
    return Outcome(None, ThemeChanged(theme=theme), subject_of(_own(by, theme=theme)))


@action(is_signed_in)
def end_session(by: Actor, *, session: Session) -> Outcome[None]:
    """Sign the actor out in one of their browsers: from its next request on, pages that are
    open there hear it at once.
    """
    with acting(by, at_gate=True):
        sessions_of(by).filter(pk=session.pk).delete()
    return Outcome(None, SessionEnded(), subject_of(Person(pk=by.person_id)))


@action(is_signed_in)
def end_other_sessions(by: Actor, *, keep: str) -> Outcome[int]:
    """As `end_session` for all but the one with the key `keep`; returns how many there were."""
    with acting(by, at_gate=True):
        _, ended = sessions_of(by).exclude(pk=keep).delete()
    count = ended.get(Session._meta.label, 0)
    event = OtherSessionsEnded(count=count)
    return Outcome(count, event, subject_of(Person(pk=by.person_id)))


@action(is_system)
def mark_address(by: Actor, *, person: Person, email: str, takes_mail: bool) -> Outcome[None]:
    """Remember that the mail server of `person` has refused their address, or has not."""
    person.refused_email = "" if takes_mail else email
    person.save(update_fields=["refused_email"])
    kind = AddressRestored if takes_mail else AddressRefused
    return Outcome(None, kind(email=email), subject_of(person))


def note_mail_answer(by: Actor, *, email: str, is_taken: bool) -> None:
    """Mark the address of whoever signs in with `email`, when it is not marked so already."""
    person = person_signing_in(by, email)
    if person is not None and person.refused_email != ("" if is_taken else email):
        mark_address(by, person=person, email=email, takes_mail=is_taken)


@action(is_system)
def join_demo_cast(
    by: Actor, *, login: Login, host: str, rank: int, line: Mapping[str, str]
) -> Outcome[DemoCastMember]:
    """Offer `login` with one click on the sign-in page of the demo portal at `host`."""
    with acting(by, at_gate=True):
        member = DemoCastMember.objects.create(
            login=login, host=host, rank=rank, line=Translated(line)
        )
    return Outcome(member, CastExtended(host=host, rank=rank), subject_of(member))


def _own(by: Actor, **values: str) -> Person:
    with acting(by, at_gate=True):
        Person.objects.filter(Q(pk=by.person_id)).update(**values)
    return Person(pk=by.person_id)
