from django.utils.translation import gettext_lazy as _

from handschlag.core.journal import Event, event


@event("connector_files.lines_kept_apart", sentence=_("%(lines)s lines without customer were kept"))
class LinesKeptApart(Event):
    lines: int


@event(
    "connector_files.lines_released",
    sentence=_("%(lines)s lines that were without customer have one now"),
)
class LinesReleased(Event):
    lines: int


@event(
    "connector_files.orders_imported",
    sentence=_("A file with %(rows)s rows was imported: %(created)s new, %(changed)s changed"),
)
class OrdersImported(Event):
    sha256: str
    rows: int
    refused: int
    created: int
    changed: int
