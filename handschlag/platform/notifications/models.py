from typing import Any

from django.db import models
from django.db.models import F, Q

from handschlag.core.isolation import identity, owned, system
from handschlag.core.isolation.declarations import CURRENT_PERSON
from handschlag.core.topics import Channel
from handschlag.platform.identity.models import Person
from handschlag.platform.organisations.models import OwnedRecord
from handschlag.platform.portals.models import Portal

RETENTION = "notification"
CHANNELS = [(channel.value, channel.value) for channel in Channel]


class Digest(models.Model):
    """The one mail with a person's news of a day in a portal."""

    isolation = system(retention=RETENTION)

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    portal = models.ForeignKey(Portal, models.CASCADE, related_name="+")
    day = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("person", "portal", "day", name="notifications_digest_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"


class Notification(OwnedRecord):
    """That one person is told of one journal entry.

    It keeps what the event said: an entry of the operator belongs to no organisation, so that
    customers cannot read it.
    """

    isolation = owned(retention=RETENTION, portal_writes=True, of_person=True)

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    portal = models.ForeignKey(Portal, models.CASCADE, related_name="+")
    topic = models.CharField(max_length=80)
    entry_id = models.BigIntegerField()
    event_kind = models.CharField(max_length=80)
    event_version = models.PositiveSmallIntegerField()
    body: Any = models.JSONField()
    subject_id = models.BigIntegerField()
    channel = models.CharField(max_length=10, choices=CHANNELS)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    digest = models.ForeignKey(Digest, models.SET_NULL, null=True, related_name="notifications")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation", "person", "entry_id", "topic", name="notifications_once"
            ),
            models.UniqueConstraint(
                "organisation", "public_id", name="notifications_notification_public"
            ),
        ]
        indexes = [
            models.Index(
                "organisation",
                "person",
                F("created_at").desc(),
                F("id").desc(),
                name="notifications_newest",
            ),
            models.Index(
                "organisation",
                "person",
                condition=Q(read_at=None),
                name="notifications_unread",
            ),
            models.Index(
                "portal",
                "person",
                condition=Q(channel="daily", digest=None),
                name="notifications_for_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.entry_id}"


class Preference(models.Model):
    """How a person wants to be told about a topic; without a row as the topic suggests."""

    isolation = identity(
        retention="membership", portal=f"person_id = {CURRENT_PERSON}", portal_writes=True
    )

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    topic = models.CharField(max_length=80)
    channel = models.CharField(max_length=10, choices=CHANNELS)

    class Meta:
        constraints = [
            models.UniqueConstraint("person", "topic", name="notifications_preference_once")
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.channel}"
