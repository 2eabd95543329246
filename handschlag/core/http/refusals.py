"""What a guard wants to hear of: who was refused what, without a word of what was typed."""

from typing import Any, Literal

import structlog

log = structlog.get_logger("handschlag.refusals")


def note_refusal(
    request: Any, what: Literal["sign_in", "code", "limit", "permission", "csrf"]
) -> None:
    """One line in the log; the request's id is in it as in every other.

    The address is that of the visitor, as far as the trusted proxies name it.
    """
    log.warning(
        "refused",
        what=what,
        address=request.META.get("REMOTE_ADDR", ""),
        method=request.method,
        path=request.path,
        person=request.actor.person_id,
    )
