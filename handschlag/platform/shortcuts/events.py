from django.utils.translation import gettext_lazy as _

from handschlag.core.journal import Event, event, personal
from handschlag.core.journal.events import ROUTINE

QUIETLY = frozenset({ROUTINE})


@event("shortcuts.pinned", sentence=_("Put a shortcut on the overview"), traits=QUIETLY)
class Pinned(Event):
    url_name: str
    query: str = personal()


@event("shortcuts.renamed", sentence=_("Named a shortcut %(name)s"), traits=QUIETLY)
class Renamed(Event):
    name: str = personal()


@event("shortcuts.moved", sentence=_("Moved a shortcut"), traits=QUIETLY)
class Moved(Event):
    pass


@event("shortcuts.unpinned", sentence=_("Took a shortcut off the overview"), traits=QUIETLY)
class Unpinned(Event):
    pass
