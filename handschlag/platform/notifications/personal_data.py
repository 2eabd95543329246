from django.db.models import Q

from handschlag.core.actor import Actor
from handschlag.core.personal_data import Held
from handschlag.platform.notifications.models import Digest, Notification, Preference


def held_on(by: Actor, person_id: int) -> Held:
    """What they were told of and when they read it, and how they want to be told."""
    of_person = Q(person_id=person_id)
    told = Notification.objects.filter(of_person).order_by("pk")
    return {
        "notifications": list(told.values("topic", "channel", "created_at", "read_at")),
        "digests": list(Digest.objects.filter(of_person).order_by("day").values("day", "made_at")),
        "preferences": list(Preference.objects.filter(of_person).values("topic", "channel")),
    }
