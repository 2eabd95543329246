import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from handschlag.core.actions import BulkOutcome, EntrySet, Outcome, action, bulk_action
from handschlag.core.actor import Actor
from handschlag.core.journal import Subject, subject_of
from handschlag.core.journal.models import JournalEntry
from handschlag.core.mail import outbox
from handschlag.core.rules import is_member, is_signed_in, is_system
from handschlag.core.topics import Channel, Topic, declared_topics
from handschlag.platform.identity.models import Person
from handschlag.platform.notifications.audience import Told, owner_of
from handschlag.platform.notifications.events import (
    AllRead,
    ChannelsChosen,
    DigestMade,
    NotificationRead,
    Notified,
    PeopleTold,
)
from handschlag.platform.notifications.models import Digest, Notification, Preference
from handschlag.platform.notifications.queries import (
    channels_of,
    notifications_for,
    waiting_for_digest,
)
from handschlag.platform.portals.models import Portal

NOTICE, DIGEST = "notifications.notice", "notifications.digest"

INSERT = """
insert into notifications_notification (organisation_id, person_id, portal_id, channel, topic,
    entry_id, event_kind, event_version, body, subject_id, created_at)
select %s, told.person_id, told.portal_id, told.channel, %s, %s, %s, %s, %s::jsonb, %s, %s
from unnest(%s::bigint[], %s::bigint[], %s::text[]) as told (person_id, portal_id, channel)
on conflict (organisation_id, person_id, entry_id, topic) do nothing returning id, channel
"""
CLAIM = """
insert into notifications_digest (person_id, portal_id, day, made_at)
values (%s, %s, %s, now()) on conflict do nothing returning id
"""
NOTIFIED = (
    "select organisation_id, id, created_at,"
    " jsonb_build_object('person_id', person_id, 'topic', topic)"
    " from notifications_notification where id = any(%s)"
)


@bulk_action(is_system)
def tell(
    by: Actor, *, entry: JournalEntry, topic: Topic, people: Sequence[Told], moment: datetime
) -> BulkOutcome[int]:
    """Put the entry into the inboxes of `people`, and queue a mail for those who want one at once.

    Whoever has been told about it already is not told again. Returns how many were told now.
    """
    with connection.cursor() as cursor:
        cursor.execute(INSERT, _values(entry, topic, people, moment))
        written = cursor.fetchall()
    for number, channel in written:
        if channel == Channel.AT_ONCE:
            outbox.send_letter(NOTICE, number)
    event = PeopleTold(entry_id=entry.id, topic=topic.key, people=len(written))
    notified = EntrySet(
        Notified, Notification._meta.label_lower, NOTIFIED, [[number for number, _ in written]]
    )
    run = Subject("core.journalentry", entry.id)
    return BulkOutcome(len(written), event if written else None, run, entries=(notified,))


@bulk_action(is_member)
def mark_read(by: Actor, *, notification: Notification) -> BulkOutcome[int]:
    """Returns 0 for one that has been read already; when that was stays."""
    unread = notifications_for(by).filter(pk=notification.pk, read_at=None)
    changed = unread.update(read_at=timezone.now())
    return BulkOutcome(changed, NotificationRead() if changed else None, subject_of(notification))


@bulk_action(is_member)
def mark_all_read(by: Actor, *, until: datetime) -> BulkOutcome[int]:
    """Mark what came until then: what the reader has not seen yet stays unread."""
    unread = notifications_for(by).filter(read_at=None, created_at__lte=until)
    newest = unread.order_by("-id").first()
    if newest is None:
        return BulkOutcome(0, None, Subject(Notification._meta.label_lower, 0))
    changed = unread.update(read_at=timezone.now())
    return BulkOutcome(changed, AllRead(notifications=changed), subject_of(newest))


@action(is_signed_in)
def choose_channels(by: Actor, *, channels: Mapping[str, Channel]) -> Outcome[None]:
    """Remember how the actor wants to be told about these topics; the others stay as they are."""
    person = Person(pk=by.person_id)
    Preference.objects.bulk_create(
        [
            Preference(person=person, topic=topic, channel=channel)
            for topic, channel in channels.items()
        ],
        update_conflicts=True,
        unique_fields=["person", "topic"],
        update_fields=["channel"],
    )
    event = ChannelsChosen(channels={topic: channel.value for topic, channel in channels.items()})
    return Outcome(None, event, subject_of(person))


def forget(by: Actor, person_id: int) -> None:
    """Take out what a person who is erased has been told, and how they wanted to be."""
    for model in (Notification, Digest, Preference):
        model.objects.filter(Q(person_id=person_id)).delete()


@bulk_action(is_system)
def make_digest(
    by: Actor, *, person_id: int, portal: Portal, morning: datetime
) -> BulkOutcome[int]:
    """Sum up what waited in the `morning`, in the portal's zone, and queue the mail: once a day.

    Returns how many notifications the mail holds; without any there is none.
    """
    waiting = waiting_for_digest(portal, morning).filter(
        person_id=person_id, topic__in=_summed_up(person_id)
    )
    numbers = list(waiting.values_list("pk", flat=True))
    digest_id = _claim(person_id, portal, morning) if numbers else None
    if digest_id is None:
        return BulkOutcome(0, None, subject_of(portal))
    Notification.objects.filter(pk__in=numbers).update(digest_id=digest_id)
    outbox.send_letter(DIGEST, digest_id)
    event = DigestMade(person_id=person_id, notifications=len(numbers))
    return BulkOutcome(len(numbers), event, Subject(Digest._meta.label_lower, digest_id))


def _summed_up(person_id: int) -> list[str]:
    """Topics that the person wants in the daily mail now, whatever they wanted meanwhile."""
    wanted = channels_of(person_id, declared_topics().values())
    return [topic for topic, channel in wanted.items() if channel is Channel.DAILY]


def _claim(person_id: int, portal: Portal, morning: datetime) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [person_id, portal.pk, morning.date()])
        claimed = cursor.fetchone()
    return claimed[0] if claimed else None


def _values(
    entry: JournalEntry, topic: Topic, people: Sequence[Told], moment: datetime
) -> list[Any]:
    body = json.dumps(entry.body, cls=DjangoJSONEncoder)
    event = [entry.id, entry.kind, entry.version, body, entry.subject_id]
    columns = [
        [told.person_id for told in people],
        [told.portal_id for told in people],
        [told.channel.value for told in people],
    ]
    return [owner_of(entry), topic.key, *event, moment, *columns]
