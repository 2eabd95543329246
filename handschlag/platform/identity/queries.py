from handschlag.core.actor import Actor
from handschlag.core.isolation import acting
from handschlag.platform.identity.models import Person


def person_signing_in(by: Actor, email: str) -> Person | None:
    """Whoever signs in with `email`."""
    with acting(by, at_gate=True):
        return Person.objects.filter(login__email=email.lower()).first()
