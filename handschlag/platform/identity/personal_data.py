from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q

from handschlag.core.actor import Actor
from handschlag.core.isolation import acting
from handschlag.core.journal import subject_of
from handschlag.core.journal.disclosing import entries_on
from handschlag.core.mail import outbox
from handschlag.core.personal_data import Held
from handschlag.platform.identity.models import FormerAddress, Login, Person, Session

COLUMNS = [field.name for field in Person._meta.concrete_fields if field.name != "id"]


def held_on(by: Actor, person_id: int) -> Held:
    """How they are known, how they sign in, mails to them, and what the journal says of them."""
    person = Person.objects.get(pk=person_id)
    signing_in = _signing_in(by, person)
    had = [*signing_in["addresses"], *signing_in["former_addresses"]]
    addresses = [person.email, *(str(row["email"]) for row in had)]
    known = sorted({address.lower() for address in addresses if address})
    return {
        "person": list(Person.objects.filter(Q(pk=person_id)).values(*COLUMNS)),
        **signing_in,
        "mails": [mail for address in known for mail in outbox.mails_to(address)],
        "journal": entries_on(subject_of(person), person_id),
    }


def _signing_in(by: Actor, person: Person) -> Held:
    """Without the password's hash, which says nothing and opens much."""
    with acting(by, at_gate=True):
        logins = Login.objects.filter(Q(person=person))
        addresses = EmailAddress.objects.filter(Q(user__person=person))
        former = FormerAddress.objects.filter(Q(login__person=person))
        factors = Authenticator.objects.filter(Q(user__person=person))
        sessions = Session.objects.filter(Q(login__person=person))
        return {
            "logins": list(logins.values("email", "is_active", "created_at", "last_login")),
            "addresses": list(addresses.values("email", "verified", "primary")),
            "former_addresses": list(former.values("email", "changed_at")),
            "factors": list(factors.values("type", "created_at", "last_used_at")),
            "sessions": list(sessions.values("face", "browser", "system", "began_at", "seen_at")),
        }
