"""What somebody has been told, in the words of the rooms that it concerns."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Value
from django.shortcuts import get_object_or_404

from handschlag.core.actor import Actor
from handschlag.core.capability import contributions
from handschlag.core.isolation import acting
from handschlag.core.journal import event_class
from handschlag.core.prepared import fetched
from handschlag.core.topics import Channel, Topic, Words, declared_topics
from handschlag.platform.notifications.models import Notification, Preference
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.queries import is_on

# What waited longer is no news: the person did not want daily mails meanwhile.
OLDEST_IN_DIGEST = timedelta(days=3)


def notifications_for(by: Actor) -> QuerySet[Notification]:
    """What `by` has been told themselves, in the organisation for which they act."""
    return Notification.objects.filter(
        Q(organisation_id=by.organisation_id, person_id=by.person_id),
        topic__in=list(declared_topics()),
    )


def get_notification(by: Actor, public_id: str) -> Notification:
    """Raises Http404 for one that is not there or not for `by`."""
    return get_object_or_404(notifications_for(by), public_id=public_id)


def unread_count(by: Actor) -> int:
    """Asked for on every page, wherever that page is rendered."""
    if by.membership_id is None:
        return 0
    with acting(by):
        return sum(fetched(_unread, by, shape=tuple(declared_topics())))


def _unread(by: Actor) -> QuerySet[Notification, int]:
    one = notifications_for(by).filter(read_at=None).annotate(one=Value(1)).values("one")
    return one.annotate(total=Count("pk")).values_list("total", flat=True)


def words_of(by: Actor, notifications: Iterable[Notification]) -> dict[int, Words]:
    """By id, in the language of now; what `by` may no longer see is left out.

    One statement per topic.
    """
    by_topic: dict[str, list[Notification]] = defaultdict(list)
    for notification in notifications:
        by_topic[notification.topic].append(notification)
    known = declared_topics()
    return {
        number: words
        for key, rows in by_topic.items()
        for number, words in _words(by, known[key], rows)
    }


def _words(by: Actor, topic: Topic, rows: list[Notification]) -> Iterable[tuple[int, Words]]:
    subjects = topic.gate(by).in_bulk([row.subject_id for row in rows])
    for row in rows:
        if row.subject_id in subjects:
            kind = event_class(row.event_kind, row.event_version)
            yield row.pk, topic.words(kind(**row.body), subjects[row.subject_id])


def waiting_for_digest(portal: Portal, morning: datetime) -> QuerySet[Notification]:
    """What people wanted in a daily mail before the `morning`, and have not got yet."""
    return Notification.objects.filter(
        portal=portal,
        created_at__lt=morning,
        created_at__gte=morning - OLDEST_IN_DIGEST,
        channel=Channel.DAILY,
        digest=None,
        read_at=None,
    )


def topics_for(by: Actor, portal: Portal) -> list[Topic]:
    """What `by` can be told about in `portal`, in the order of the house."""
    return [
        topic
        for capability, offered in contributions("topics")
        if is_on(portal, capability)
        for topic in offered
        if topic.rule.test(by)
    ]


def channels_of(person_id: int, asked: Iterable[Topic]) -> Mapping[str, Channel]:
    """How the person wants to be told about each topic, by its key."""
    chosen = dict(Preference.objects.filter(Q(person_id=person_id)).values_list("topic", "channel"))
    return {topic.key: _channel(topic, chosen) for topic in asked}


def _channel(topic: Topic, chosen: Mapping[str, Any]) -> Channel:
    if topic.concerns_security:
        return Channel.AT_ONCE
    return Channel(chosen.get(topic.key, topic.channel))
