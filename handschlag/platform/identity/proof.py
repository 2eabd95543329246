"""Step-up: what is dangerous in the wrong hands asks for a proof that is not old.

The proof is the second factor, or for whoever has none, signing in.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from handschlag.platform.identity.oneself import oneself
from handschlag.platform.identity.queries import has_second_factor

FACTOR_SECONDS = 5 * 60
# Also for sending a form that was opened with a younger proof.
LONGEST_SECONDS = 15 * 60

View = Callable[..., HttpResponseBase]


def needs_proof(view: View) -> View:
    """Ask for a proof first, then come back; `view` finds its time in `request.actor`."""

    @wraps(view)
    def proven(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        at = proven_at(request)
        if at is None:
            back = {"next": request.get_full_path()}
            return redirect(f"{reverse('identity:prove')}?{urlencode(back)}")
        request.actor = replace(request.actor, factor_at=at)
        return view(request, *args, **kwargs)

    return proven


def proven_at(request: Any) -> datetime | None:
    """When the person last proved who they are, None when that is too long ago."""
    with oneself(request.actor) as by:
        has_factor = has_second_factor(by)
    is_short = has_factor and request.method != "POST"
    oldest = time.time() - (FACTOR_SECONDS if is_short else LONGEST_SECONDS)
    at = last_proof(request, by_factor=has_factor)
    return datetime.fromtimestamp(at, UTC) if at > oldest else None


def last_proof(request: HttpRequest, *, by_factor: bool) -> float:
    """Seconds since the epoch, 0 when there is none in this session."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    proofs = [r["at"] for r in records if not by_factor or r["method"] == "mfa"]
    return max(proofs, default=0.0)
