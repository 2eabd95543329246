"""Mails about news, written when they leave: who may not know by then is told nothing."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.mail import outbox
from handschlag.core.mail.letters import Letter
from handschlag.core.topics import Channel, Topic, Words, declared_topics
from handschlag.platform.identity.models import Login, Person
from handschlag.platform.identity.queries import mailboxes
from handschlag.platform.notifications.models import Digest, Notification
from handschlag.platform.notifications.queries import channels_of, words_of
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.queries import actor_at, language_of, url_of

BY = system_actor("notifications")
MINUTE = 60


@dataclass(frozen=True, slots=True)
class News:
    """One notification as a mail tells it; `url` is whole."""

    topic: Topic
    organisation: str
    words: Words
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    news: list[News]


def notice(number: int) -> Letter | None:
    """The mail about one notification, or None when its person may not be told any more."""
    row = Notification.objects.select_related("person", "portal").filter(pk=number).first()
    if row is None or row.read_at is not None or not _wants_at_once(row):
        return None
    with _reading(row.portal, row.person):
        for news in _news_of(row.person, row.portal, [row]):
            context = {"news": news, "settings_url": settings_url(row.portal)}
            subject = f"{news.words.title} – {row.portal.company_name}"
            return _letter(row.person, row.portal, subject, "notice", context)
    return None


def digest(number: int) -> Letter | None:
    """The mail about everything that waited for the morning; None when nothing of it is left."""
    day = Digest.objects.select_related("person", "portal").filter(pk=number).first()
    if day is None:
        return None
    rows = list(Notification.objects.filter(digest=day).order_by("created_at", "id"))
    with _reading(day.portal, day.person):
        news = _news_of(day.person, day.portal, rows)
        if not news:
            return None
        text = ngettext("%(count)s thing is new", "%(count)s things are new", len(news))
        heading = text % {"count": len(news)}
        context = {
            "heading": heading,
            "groups": _grouped(news),
            "inbox_url": url_of(day.portal) + reverse("notifications:list"),
            "settings_url": settings_url(day.portal),
        }
        subject = f"{heading} – {day.portal.company_name}"
        return _letter(day.person, day.portal, subject, "digest", context)


def _wants_at_once(row: Notification) -> bool:
    topics = [topic for topic in declared_topics().values() if topic.key == row.topic]
    return channels_of(row.person_id, topics).get(row.topic) is Channel.AT_ONCE


def send_trial(portal: Portal, login: Login) -> bool:
    """Mail somebody at their own address; not more often than once a minute."""
    if not cache.add(f"notifications:trial:{login.person_id}", True, MINUTE):  # noqa: FBT003
        return False
    text = render_to_string("notifications/mail/trial.txt", {"portal": portal})
    outbox.send(login.email, _("Test mail"), text, sender_name=portal.company_name)
    return True


def settings_url(portal: Portal) -> str:
    return url_of(portal) + reverse("notifications:settings")


@contextmanager
def _reading(portal: Portal, person: Person) -> Iterator[None]:
    """In the person's language, by the portal's clocks."""
    zone = ZoneInfo(portal.time_zone)
    with override(language_of(portal, person)), timezone.override(zone):
        yield


def _news_of(person: Person, portal: Portal, rows: Iterable[Notification]) -> list[News]:
    """What the person may still know, asked for each organisation in a context of its own."""
    known, by_organisation = declared_topics(), dict[int, list[Notification]]()
    for row in rows:
        if row.topic in known:
            by_organisation.setdefault(row.organisation_id, []).append(row)
    news: list[News] = []
    for organisation_id, own in by_organisation.items():
        actor = actor_at(portal, person.pk, organisation_id)
        if actor is not None:
            with acting(actor):
                words, name = words_of(actor, own), own[0].organisation.name
            news += [
                News(known[row.topic], name, words[row.pk], url_of(portal) + words[row.pk].url)
                for row in own
                if row.pk in words
            ]
    return news


def _grouped(news: list[News]) -> list[Group]:
    groups = {one.topic.key: Group(str(one.topic.label), []) for one in news}
    for one in news:
        groups[one.topic.key].news.append(one)
    return list(groups.values())


def _letter(
    person: Person, portal: Portal, subject: str, name: str, context: dict[str, Any]
) -> Letter | None:
    address = mailboxes(BY, [person.pk]).get(person.pk)
    if not address:
        return None
    context = {"subject": subject, "portal": portal, "person": person, **context}
    return Letter(
        recipient=address,
        subject=subject,
        text=render_to_string(f"notifications/mail/{name}.txt", context),
        html=render_to_string(f"notifications/mail/{name}.html", context),
        sender_name=portal.company_name,
        unsubscribe_url=settings_url(portal),
    )
