"""The cast of the demo: people whom its sign-in page offers with one click. Only there."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login as Entry
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase

from handschlag.core.http import ANYWHERE, page
from handschlag.core.rules import anyone
from handschlag.platform.identity.models import DemoCastMember


def cast(request: HttpRequest) -> list[DemoCastMember]:
    if not settings.IS_DEMO:
        return []
    here = DemoCastMember.objects.filter(host=request.host)  # type: ignore[attr-defined]
    return list(here.select_related("login__person").order_by("rank"))


@page(anyone, at=ANYWHERE, methods=("POST",), at_gate=True)
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Sign in as one of the cast, through the same stages as everybody else."""
    for member in cast(request):
        if str(member.pk) == request.POST.get("member"):
            record_authentication(request, member.login, method="demo")
            return perform_login(request, Entry(user=member.login, email=member.login.email))
    raise Http404
