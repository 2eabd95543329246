import sys
from typing import TYPE_CHECKING

from handschlag.core.actor import Actor

if TYPE_CHECKING:
    from handschlag.platform.identity.models import Person


def person_known_by(by: Actor, email: str) -> "Person":
    """Whoever signs in with the address, else who has it; ends the command where nobody does."""
    from handschlag.platform.identity.models import Person
    from handschlag.platform.identity.queries import person_signing_in

    known = person_signing_in(by, email) or Person.objects.filter(email__iexact=email).first()
    if known is None:
        sys.exit(f"Nobody is known by {email}.")
    return known
