"""The inbox and the settings as their pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.core.listing import Filter, Listing, ListPage
from handschlag.core.moments import as_of
from handschlag.core.topics import Channel, Topic, Words, declared_topics
from handschlag.core.ui.components import Button, Chip, Empty, Pager, chips, pager
from handschlag.platform.notifications.models import Notification
from handschlag.platform.notifications.queries import notifications_for

UNREAD = Filter(
    "unread",
    gettext_lazy("Unread"),
    Q(read_at=None),
    nothing=gettext_lazy("You have read everything"),
)
LISTING = Listing(
    gate=notifications_for,
    filters=(UNREAD,),
    moment="created_at",
    all_label=gettext_lazy("All"),
)
LABELS = {
    Channel.PORTAL: gettext_lazy("In the portal only"),
    Channel.DAILY: gettext_lazy("Daily summary"),
    Channel.AT_ONCE: gettext_lazy("Mail at once"),
    Channel.OFF: gettext_lazy("Not at all"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A notification; `open_url` marks it as read and leads to `url`, which is for read ones."""

    title: str
    sentence: str
    topic: str
    moment: str
    is_read: bool
    url: str
    open_url: str
    read_url: str


@dataclass(frozen=True, slots=True)
class Inbox:
    entries: list[Entry]
    chips: tuple[Chip, ...]
    pager: Pager
    empty: Empty | None
    has_unread: bool
    read_all_url: str


@dataclass(frozen=True, slots=True)
class ChannelChoice:
    value: str
    label: Any
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """A line of the matrix; without `channels` it cannot be changed."""

    key: str
    label: Any
    channels: tuple[ChannelChoice, ...]


def inbox(found: ListPage, words: Mapping[int, Words], query: QueryDict) -> Inbox:
    kept = f"?{query.urlencode()}" if query else ""
    unread = next(state for state in found.filters if state.key == UNREAD.key)
    return Inbox(
        entries=[_entry(row, words.get(row.pk), kept) for row in found.rows],
        chips=chips(found.filters),
        pager=pager(found.older_query, found.newer_query),
        empty=None if found.rows else _empty(found),
        has_unread=unread.count > 0,
        read_all_url=reverse("notifications:read_all") + kept,
    )


def choices(topics: list[Topic], chosen: Mapping[str, Channel]) -> list[TopicChoice]:
    return [
        TopicChoice(
            topic.key,
            topic.label,
            ()
            if topic.concerns_security
            else tuple(
                ChannelChoice(channel.value, label, chosen[topic.key] is channel)
                for channel, label in LABELS.items()
            ),
        )
        for topic in topics
    ]


def _entry(row: Notification, words: Words | None, kept: str) -> Entry:
    """What the reader may no longer see is not said again."""
    topic = str(declared_topics()[row.topic].label)
    known = words or Words(topic, _("You may no longer see what this was about."))
    number = {"public_id": row.public_id}
    return Entry(
        title=known.title,
        sentence=known.sentence,
        topic=topic,
        moment=as_of(row.created_at),
        is_read=row.read_at is not None,
        url=known.url,
        open_url=reverse("notifications:open", kwargs=number),
        read_url=reverse("notifications:read", kwargs=number) + kept,
    )


def _empty(found: ListPage) -> Empty:
    if found.is_filtered:
        return Empty("no_match", UNREAD.nothing, button=Button(_("Show all"), "?", "secondary"))
    text = _("Here you read what is new about your orders, invoices and accesses.")
    return Empty("nothing", _("Nothing new yet"), text, icon="bell")
