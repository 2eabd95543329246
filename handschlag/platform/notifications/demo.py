"""What the people of the demo company have been told in the last weeks, most of it read."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import islice

from django.apps import apps

from handschlag.core.demo import Customer, World
from handschlag.core.isolation import acting
from handschlag.core.journal.models import JournalEntry
from handschlag.core.topics import Channel, Topic, always, declared_topics
from handschlag.platform.notifications.actions import mark_all_read, tell
from handschlag.platform.notifications.audience import audience_of
from handschlag.platform.notifications.jobs import topics_about
from handschlag.platform.notifications.models import Notification
from handschlag.platform.organisations.queries import people_of
from handschlag.platform.portals.queries import actor_at, portals_of

LATELY = timedelta(days=21)
READ_UNTIL = timedelta(days=4)
OFFICE_OPENS = timedelta(hours=8)
MOST_OF_ONE = 15


def fill(world: World) -> None:
    for customer in world.customers:
        if customer.known:
            for entry, topic, moment in islice(_news_of(world, customer), MOST_OF_ONE):
                _tell(world, entry, topic, moment)
            _read(world, customer)


def _news_of(world: World, customer: Customer) -> Iterator[tuple[JournalEntry, Topic, datetime]]:
    """The newest first; nothing about access, for the whole company begins on one day."""
    kinds = {
        kind.kind
        for topic in declared_topics().values()
        if not topic.concerns_security
        for kind in topic.kinds
    }
    entries = JournalEntry.objects.filter(
        kind__in=kinds,
        organisation_id=customer.organisation_id,
        occurred_at__range=(world.now - LATELY, world.now),
    )
    for entry in entries.order_by("-occurred_at", "-id"):
        for topic in topics_about(entry):
            yield entry, topic, min(_moment(entry, topic), world.now)


def _moment(entry: JournalEntry, topic: Topic) -> datetime:
    """A record that was taken in tells how far it has come, and when it came so far."""
    subject = apps.get_model(entry.subject_kind)._default_manager.get(pk=entry.subject_id)
    changed_at: datetime | None = vars(subject).get("changed_at")
    if changed_at is not None and topic.is_news is not always:
        return changed_at
    is_day = entry.occurred_at.time() == time()
    return entry.occurred_at + OFFICE_OPENS if is_day else entry.occurred_at


def _tell(world: World, entry: JournalEntry, topic: Topic, moment: datetime) -> None:
    """In the portal alone: of what is long ago nobody gets a mail."""
    people = [replace(told, channel=Channel.PORTAL) for told in audience_of(world.by, entry, topic)]
    tell(world.by, entry=entry, topic=topic, people=people, moment=moment)


def _read(world: World, customer: Customer) -> None:
    told = Notification.objects.filter(organisation=customer.organisation_id)
    people = set(told.values_list("person", flat=True)) & set(people_of(customer.organisation_id))
    for portal in portals_of(customer.organisation_id):
        for person_id in sorted(people):
            actor = actor_at(portal, person_id, customer.organisation_id)
            if actor is not None:
                with acting(actor):
                    mark_all_read(actor, until=world.now - READ_UNTIL)
