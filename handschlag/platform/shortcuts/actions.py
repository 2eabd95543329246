from django.core.exceptions import ValidationError
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from handschlag.core.actions import BulkOutcome, Outcome, action, bulk_action
from handschlag.core.actor import Actor
from handschlag.core.journal import subject_of
from handschlag.core.rules import is_member
from handschlag.core.slots import MenuItem
from handschlag.platform.identity.models import Person
from handschlag.platform.organisations.models import Organisation
from handschlag.platform.shortcuts.events import Moved, Pinned, Renamed, Unpinned
from handschlag.platform.shortcuts.models import Shortcut
from handschlag.platform.shortcuts.queries import shortcuts_for

MOST = 12


class TooMany(ValidationError):
    """The overview is full."""

    def __init__(self) -> None:
        text = _("There are %(most)s shortcuts on your overview. Take one off it first.")
        super().__init__(text % {"most": MOST})


@bulk_action(is_member)
def pin(by: Actor, *, item: MenuItem, query: str) -> BulkOutcome[Shortcut]:
    """Put it on home, behind the others; what is there already stays where it is.

    Raises TooMany when the overview is full.
    """
    mine = shortcuts_for(by)
    if known := mine.filter(url_name=item.url_name, query=query).first():
        return BulkOutcome(known, None, subject_of(known))
    if mine.count() >= MOST:
        raise TooMany
    last = mine.aggregate(last=Max("rank"))["last"] or 0
    # Two tabs at once: the second finds what the first has put there.
    shortcut, is_new = Shortcut.objects.get_or_create(
        organisation=Organisation(pk=by.organisation_id),
        person=Person(pk=by.person_id),
        url_name=item.url_name,
        query=query,
        defaults={"rank": last + 1},
    )
    event = Pinned(url_name=item.url_name, query=query) if is_new else None
    return BulkOutcome(shortcut, event, subject_of(shortcut))


@action(is_member)
def rename(by: Actor, *, shortcut: Shortcut, name: str) -> Outcome[None]:
    """An empty `name` calls it after what it shows again."""
    shortcuts_for(by).filter(pk=shortcut.pk).update(name=name)
    return Outcome(None, Renamed(name=name), subject_of(shortcut))


@bulk_action(is_member)
def move_up(by: Actor, *, shortcut: Shortcut) -> BulkOutcome[None]:
    """One place nearer to the beginning; the first stays the first."""
    mine = list(shortcuts_for(by).select_for_update())
    place = mine.index(shortcut)
    if place == 0:
        return BulkOutcome(None, None, subject_of(shortcut))
    mine[place - 1], mine[place] = mine[place], mine[place - 1]
    for rank, moved in enumerate(mine, start=1):
        moved.rank = rank
    Shortcut.objects.bulk_update(mine, ["rank"])
    return BulkOutcome(None, Moved(), subject_of(shortcut))


@action(is_member)
def unpin(by: Actor, *, shortcut: Shortcut) -> Outcome[None]:
    subject = subject_of(shortcut)
    shortcuts_for(by).filter(pk=shortcut.pk).delete()
    return Outcome(None, Unpinned(), subject)


def forget(by: Actor, person_id: int) -> None:
    """Of a person who is erased, in all their organisations."""
    Shortcut.objects.filter(Q(person_id=person_id)).delete()
