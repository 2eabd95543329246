from django.utils.translation import gettext_lazy as _

from handschlag.core.journal import Event, event
from handschlag.core.journal.events import ROUTINE

FOLLOWS = frozenset({ROUTINE})


@event("notifications.notified", sentence=_("Was told about it"), traits=FOLLOWS)
class Notified(Event):
    person_id: int
    topic: str


@event("notifications.people_told", sentence=_("%(people)s people were told"), traits=FOLLOWS)
class PeopleTold(Event):
    entry_id: int
    topic: str
    people: int


@event("notifications.notification_read", sentence=_("Read a notification"), traits=FOLLOWS)
class NotificationRead(Event):
    pass


@event(
    "notifications.all_read",
    sentence=_("Marked %(notifications)s notifications as read"),
    traits=FOLLOWS,
)
class AllRead(Event):
    notifications: int


@event("notifications.channels_chosen", sentence=_("Chose how to be notified"))
class ChannelsChosen(Event):
    channels: dict[str, str]


@event(
    "notifications.digest_made",
    sentence=_("%(notifications)s notifications were summarised"),
    traits=FOLLOWS,
)
class DigestMade(Event):
    person_id: int
    notifications: int
