from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from handschlag.core.http import page
from handschlag.core.rules import is_signed_in
from handschlag.platform.organisations.actions import make_default
from handschlag.platform.organisations.queries import Standing


@page(is_signed_in)
def choose(request: Any) -> HttpResponse:
    """Where the person may act, or what to do when they may act nowhere yet."""
    return render(request, "organisations/choose.html", {"standings": request.standings})


@page(is_signed_in, methods=("POST",))
def switch(request: HttpRequest) -> HttpResponse:
    """Act for another of one's own organisations; the session remembers it."""
    standing = _chosen(request)
    request.session["organisation"] = standing.organisation.pk
    return redirect("portal:home")


@page(is_signed_in, methods=("POST",))
def start_with(request: Any) -> HttpResponse:
    """Begin with this organisation after every sign-in."""
    standing = _chosen(request)
    make_default(request.actor, membership_id=standing.membership_id)
    return redirect("organisations:choose")


def _chosen(request: Any) -> Standing:
    wanted = request.POST.get("organisation", "")
    for standing in request.standings:
        if standing.organisation.public_id == wanted:
            return standing
    raise Http404
