from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.jobs import job
from handschlag.core.journal import event_class
from handschlag.core.journal.models import JournalEntry
from handschlag.core.journal.reading import entry_before, entry_with, event_of
from handschlag.core.topics import Topic, declared_topics
from handschlag.platform.notifications.actions import make_digest, tell
from handschlag.platform.notifications.audience import audience_of
from handschlag.platform.notifications.queries import waiting_for_digest
from handschlag.platform.portals.models import Portal

BY = system_actor("notifications")
MORNING = time(7)


@job(queue="notifications")
def tell_of(*, entry: int) -> None:
    """Tell everybody who may know and wants to; a second run finds that they know."""
    with acting(BY):
        written = entry_with(entry)
        for topic in topics_about(written):
            people = list(audience_of(BY, written, topic))
            tell(BY, entry=written, topic=topic, people=people, moment=timezone.now())


@job(queue="notifications", cron="*/15 * * * *")
def make_digests(timestamp: int) -> None:
    """Send what has waited for the morning. Whoever was down at seven catches up the same day."""
    with acting(BY):
        portals = list(Portal.objects.all())
    for portal in portals:
        morning = morning_of(portal, timezone.now())
        if morning is not None:
            _make_digests(portal, morning)


@job(queue="notifications")
def digest_for(*, person: int, portal: int, morning: str) -> None:
    with acting(BY):
        make_digest(
            BY,
            person_id=person,
            portal=Portal.objects.get(pk=portal),
            morning=datetime.fromisoformat(morning),
        )


def morning_of(portal: Portal, moment: datetime) -> datetime | None:
    """Seven o'clock of the portal's day by its own clocks; None as long as that is to come."""
    here = moment.astimezone(ZoneInfo(portal.time_zone))
    morning = datetime.combine(here.date(), MORNING, tzinfo=here.tzinfo)
    return morning if morning <= here else None


def topics_about(entry: JournalEntry) -> list[Topic]:
    """Those to which what the entry says is news, compared with what was before."""
    kind, now = event_class(entry.kind, entry.version), event_of(entry)
    found = []
    for topic in declared_topics().values():
        if kind in topic.kinds:
            earlier = entry_before(entry, topic.kinds)
            if topic.is_news(now, event_of(earlier) if earlier else None):
                found.append(topic)
    return found


def _make_digests(portal: Portal, morning: datetime) -> None:
    """A job for each: one that fails holds up nobody else's."""
    with acting(BY):
        waiting = waiting_for_digest(portal, morning)
        people = list(waiting.order_by("person").values_list("person", flat=True).distinct())
        for person_id in people:
            digest_for.defer(person=person_id, portal=portal.pk, morning=morning.isoformat())
