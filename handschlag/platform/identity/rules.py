from datetime import timedelta

import rules
from django.utils import timezone

from handschlag.core.actor import Actor

LONGEST = timedelta(minutes=15)


@rules.predicate
def has_proven(by: Actor) -> bool:
    """The person has shown lately that it is they who sit at the device."""
    return by.factor_at is not None and timezone.now() - by.factor_at < LONGEST
