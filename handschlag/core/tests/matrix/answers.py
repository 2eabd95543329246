"""What a room says about its routes, in its `tests/matrix.py`: `ROUTES` by URL name.

A page without path arguments that answers 200 to everybody whom its rule lets in needs no word.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from handschlag.core.tests.matrix.planted import Planted, Visitor

Fill = Callable[[Planted], dict[str, Any]]
Status = int | Callable[[Visitor], int]


class Reach(StrEnum):
    """To whom an object belongs: to a site, to the whole organisation, to everybody."""

    SITE = "site"
    ORGANISATION = "organisation"
    EVERYBODY = "everybody"


@dataclass(frozen=True)
class Answers:
    """How to call a route, and what it answers those whom its rule lets in.

    `kwargs` and `data` name the object of one planted world; `shows` says that the answer holds
    the canary of what the visitor may see. `status` gives what is not 200, by method.
    """

    kwargs: Fill | None = None
    data: Fill | None = None
    query: tuple[dict[str, str], ...] = ({},)
    shows: bool = False
    reach: Reach = Reach.SITE
    status: dict[str, Status] = field(default_factory=dict)

    @property
    def has_object(self) -> bool:
        return self.kwargs is not None or self.data is not None

    def status_for(self, method: str, visitor: Visitor) -> int:
        status = self.status.get(method, 200)
        return status if isinstance(status, int) else status(visitor)
