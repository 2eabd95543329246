"""Where one is signed in, and how to end it there."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.core.http import ANYWHERE, FaceName, page
from handschlag.core.moments import as_of
from handschlag.core.rules import is_signed_in
from handschlag.core.ui.components import Badge, Button, Cell, Column, Row, Table
from handschlag.platform.identity.actions import end_other_sessions, end_session
from handschlag.platform.identity.factor_tables import ADD_FACTORS, factor_table
from handschlag.platform.identity.models import Session
from handschlag.platform.identity.oneself import oneself
from handschlag.platform.identity.queries import own_session, own_sessions

COLUMNS = (
    Column(gettext_lazy("Device"), phone="title"),
    Column(gettext_lazy("Signed in"), phone="labelled"),
    Column(gettext_lazy("Last used"), phone="labelled"),
    Column(gettext_lazy("Sign out"), "action", phone="amount", is_label_hidden=True),
)
END_OTHERS = Button(gettext_lazy("Sign out all others"), look="secondary", icon="log-out")


@page(is_signed_in, at=ANYWHERE)
def security(request: HttpRequest) -> HttpResponse:
    """What keeps one's own access safe."""
    found, here = own_sessions(request.actor), request.session.session_key  # type: ignore[attr-defined]
    rows = tuple(_row(session, is_this=session.pk == here) for session in found)
    context = {
        "factors": factor_table(request.actor),  # type: ignore[attr-defined]
        "add_factors": ADD_FACTORS,
        "sessions": Table(_("Where you are signed in"), COLUMNS, rows),
        "end_others": END_OTHERS if len(found) > 1 else None,
    }
    return render(request, "identity/security.html", context)


@page(is_signed_in, at=ANYWHERE, methods=("POST",))
def end(request: HttpRequest) -> HttpResponse:
    """Sign out the browser whose button was pressed, or else all but this one."""
    with oneself(request.actor) as by:  # type: ignore[attr-defined]
        if "session" in request.POST:
            end_session(by, session=_other_session(request))
            messages.success(request, _("The device is signed out."))
        else:
            end_other_sessions(by, keep=request.session.session_key or "")
            messages.success(request, _("You are signed out on all other devices."))
    return redirect("identity:security")


def _other_session(request: HttpRequest) -> Session:
    found = own_session(request.actor, request.POST["session"])  # type: ignore[attr-defined]
    if found is None or found.pk == request.session.session_key:
        raise Http404
    return found


def _row(session: Session, *, is_this: bool) -> Row:
    name = _name(session)
    label = format_html('{}<span class="sr-only">: {}</span>', _("Sign out"), name)
    button = Button(label, look="quiet", name="session", value=session.handle)
    return Row(
        (
            Cell(name, hint=_("Desk") if session.face == FaceName.DESK else ""),
            Cell(as_of(session.began_at)),
            Cell(as_of(session.seen_at)),
            Cell(badge=Badge(_("This device"), "success")) if is_this else Cell(button=button),
        )
    )


def _name(session: Session) -> str:
    parts = {"browser": session.browser, "system": session.system}
    if all(parts.values()):
        return _("%(browser)s on %(system)s") % parts
    return session.browser or session.system or _("Unknown browser")
