"""The organisations that somebody has looked at lately, from the journal of who looked at whom."""

from datetime import timedelta

from django.utils import timezone

from handschlag.core.actor import Actor
from handschlag.core.journal.models import JournalEntry
from handschlag.faces.desk.events import OrganisationOpened
from handschlag.platform.organisations.models import Organisation
from handschlag.platform.organisations.queries import organisations_everywhere

LATELY = timedelta(days=30)
MOST_LOOKS = 100
MOST_SHOWN = 8


def last_seen(by: Actor) -> list[Organisation]:
    looks = JournalEntry.objects.filter(
        organisation_id=None,
        kind=OrganisationOpened.kind,
        person_id=by.person_id,
        occurred_at__gte=timezone.now() - LATELY,
    )
    newest = looks.order_by("-occurred_at", "-id").values_list("subject_id", flat=True)
    wanted = list(dict.fromkeys(newest[:MOST_LOOKS]))[:MOST_SHOWN]
    known = organisations_everywhere(by).in_bulk(wanted)
    return [known[number] for number in wanted if number in known]
