"""The keys of the desk, as its list names them."""

from django.utils.translation import gettext_lazy as _

KEYS = (
    ("/", _("Go to the search")),
    ("↓ ↑", _("Go through what was found")),
    ("Enter", _("Open what has the focus")),
    ("Esc", _("Close a menu or this list")),
    ("?", _("Show this list")),
)
