from enum import StrEnum


class FaceName(StrEnum):
    """The shells that people come in by, each at hosts of its own."""

    PORTAL = "portal"
    DESK = "desk"
    STUDIO = "studio"


ANYWHERE = frozenset(FaceName)
