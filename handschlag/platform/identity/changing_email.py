"""Another address to sign in with, and the way back for whoever reads the old one."""

from allauth.account.models import EmailAddress
from django.core import signing
from django.db.models import Q

from handschlag.core.actions import Outcome, action
from handschlag.core.actor import Actor
from handschlag.core.isolation import acting
from handschlag.core.journal import subject_of
from handschlag.core.rules import is_signed_in
from handschlag.platform.identity.actions import AddressTaken, end_other_sessions
from handschlag.platform.identity.changing_factors import forget_factors
from handschlag.platform.identity.events import EmailChanged, EmailRestored
from handschlag.platform.identity.models import FormerAddress, Login, Person
from handschlag.platform.identity.queries import is_taken

SALT = "handschlag.identity.former_address"


@action(is_signed_in)
def change_email(by: Actor, *, email: str, keep: str) -> Outcome[FormerAddress]:
    """Sign in with `email` from now on, which the caller has proven; all sessions but `keep` end.

    Returns the old address, by which it can be undone. Raises AddressTaken.
    """
    if is_taken(by, email, but=by.person_id):
        raise AddressTaken
    with acting(by, at_gate=True):
        login = Login.objects.select_for_update().get(Q(person=by.person_id))
        former = FormerAddress.objects.create(login=login, email=login.email)
        _set_address(login, email)
    end_other_sessions(by, keep=keep)
    event = EmailChanged(old=former.email, new=email)
    return Outcome(former, event, subject_of(Person(pk=by.person_id)))


@action(is_signed_in)
def restore_email(by: Actor, *, former: FormerAddress) -> Outcome[Login]:
    """Let the old address apply again: all sessions end, and the password opens nothing more.

    What was changed after it can no longer be undone, and what was added to sign in with is gone.
    """
    login = former.login
    with acting(by, at_gate=True):
        _set_address(login, former.email)
        login.set_unusable_password()
        login.save(update_fields=["password"])
        login.sessions.all().delete()
        forget_factors(login, since=former.changed_at)
        FormerAddress.objects.filter(login=login, pk__gte=former.pk).delete()
    return Outcome(login, EmailRestored(email=former.email), subject_of(login.person))


def way_back(former: FormerAddress) -> str:
    """What the link to the old address holds."""
    return signing.dumps(former.pk, salt=SALT)


def former_address(token: str) -> FormerAddress | None:
    """None for a link that is forged, used or too old; asked in the database role `gate`."""
    try:
        number = signing.loads(token, salt=SALT, max_age=FormerAddress.LIFETIME)
    except signing.BadSignature:
        return None
    return FormerAddress.objects.select_related("login__person").filter(pk=number).first()


def _set_address(login: Login, email: str) -> None:
    """The person's own address follows when it was the same."""
    Person.objects.filter(pk=login.person_id, email__iexact=login.email).update(email=email)
    login.email = email
    login.save(update_fields=["email"])
    EmailAddress.objects.filter(user=login).update(email=email, verified=True, primary=True)
