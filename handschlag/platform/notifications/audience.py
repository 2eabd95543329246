"""Who is told: people who can sign in, and would see the subject if they did so now."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps

from handschlag.core.actor import Actor
from handschlag.core.isolation import acting
from handschlag.core.journal.models import JournalEntry
from handschlag.core.topics import Channel, Topic
from handschlag.platform.identity.queries import mailboxes
from handschlag.platform.notifications.queries import channels_of
from handschlag.platform.organisations.queries import people_of
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.queries import actor_at, portals_of


@dataclass(frozen=True, slots=True)
class Told:
    """One person, the portal whose pages they would see it on, and how they want to hear."""

    person_id: int
    portal_id: int
    channel: Channel


def owner_of(entry: JournalEntry) -> int | None:
    """The organisation of the entry's subject: the entry itself names that of its actor."""
    rows = apps.get_model(entry.subject_kind)._default_manager.filter(pk=entry.subject_id)
    return rows.values_list("organisation_id", flat=True).first()


def audience_of(by: Actor, entry: JournalEntry, topic: Topic) -> Iterator[Told]:
    """Asked in `acting` of the system; whoever did it knows already, unless it is about security.

    Of several portals the one counts where it was done, else the first.
    """
    organisation_id = owner_of(entry)
    if organisation_id is None:
        return
    portals = sorted(portals_of(organisation_id), key=lambda p: (p.pk != entry.portal_id, p.pk))
    for person_id in mailboxes(by, people_of(organisation_id)):
        if person_id == entry.person_id and not topic.concerns_security:
            continue
        channel = channels_of(person_id, [topic])[topic.key]
        portal = _where_seen(portals, person_id, organisation_id, topic, entry.subject_id)
        if portal is not None and channel is not Channel.OFF:
            yield Told(person_id, portal.pk, channel)


def _where_seen(
    portals: list[Portal], person_id: int, organisation_id: int, topic: Topic, subject_id: int
) -> Portal | None:
    for portal in portals:
        actor = actor_at(portal, person_id, organisation_id)
        if actor is not None and _sees(actor, topic, subject_id):
            return portal
    return None


def _sees(actor: Actor, topic: Topic, subject_id: int) -> bool:
    with acting(actor):
        return topic.gate(actor).filter(pk=subject_id).exists()
