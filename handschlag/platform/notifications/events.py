from django.utils.translation import gettext_lazy as _

from handschlag.core.journal import Event, event


@event("notifications.notified", sentence=_("Was told about it"))
class Notified(Event):
    person_id: int
    topic: str


@event("notifications.people_told", sentence=_("%(people)s people were told"))
class PeopleTold(Event):
    entry_id: int
    topic: str
    people: int


@event("notifications.notification_read", sentence=_("Read a notification"))
class NotificationRead(Event):
    pass


@event("notifications.all_read", sentence=_("Marked %(notifications)s notifications as read"))
class AllRead(Event):
    notifications: int


@event("notifications.channels_chosen", sentence=_("Chose how to be notified"))
class ChannelsChosen(Event):
    channels: dict[str, str]


@event("notifications.digest_made", sentence=_("%(notifications)s notifications were summarised"))
class DigestMade(Event):
    person_id: int
    notifications: int
