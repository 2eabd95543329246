from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from handschlag.core.actor import Actor
from handschlag.core.http import page
from handschlag.core.rules import is_member
from handschlag.core.topics import Channel
from handschlag.core.ui.components import Button, Notice
from handschlag.platform.notifications import letters, rows
from handschlag.platform.notifications.actions import choose_channels, mark_all_read, mark_read
from handschlag.platform.notifications.models import Notification
from handschlag.platform.notifications.queries import (
    channels_of,
    get_notification,
    topics_for,
    words_of,
)


@page(is_member)
def inbox(request: Any) -> HttpResponse:
    """What the reader has been told, newest first."""
    by, query = request.actor, request.GET
    found = rows.LISTING.page(by, query)
    context = {
        "live": Notification._meta.label_lower,
        "inbox": rows.inbox(found, words_of(by, found.rows), query),
        "read_until": timezone.now().isoformat(),
    }
    return render(request, "notifications/list.html", context)


@page(is_member)
def bell(request: Any) -> HttpResponse:
    """The bell alone, for a page that is open when somebody is told."""
    return render(request, "notifications/bell.html")


@page(is_member, methods=("POST",))
def open_one(request: Any, public_id: str) -> HttpResponse:
    """To what the notification is about; it counts as read."""
    by, notification = request.actor, _read(request.actor, public_id)
    words = words_of(by, [notification]).get(notification.pk)
    return redirect(words.url if words and words.url else "notifications:list")


@page(is_member, methods=("POST",))
def read_one(request: Any, public_id: str) -> HttpResponse:
    _read(request.actor, public_id)
    return _back_to_list(request)


@page(is_member, methods=("POST",))
def read_all(request: Any) -> HttpResponse:
    """Only what was there when the page was made: what came meanwhile has not been seen."""
    try:
        until = parse_datetime(request.POST.get("until", ""))
    except ValueError:
        until = None
    if until is None or timezone.is_naive(until):
        raise BadRequest("until")
    mark_all_read(request.actor, until=until)
    return _back_to_list(request)


@page(is_member, methods=("GET", "POST"))
def settings(request: Any) -> HttpResponse:
    """How the person is told about each topic, on all devices and for all organisations."""
    topics = topics_for(request.actor, request.portal)
    if request.method == "POST":
        wanted = {t.key: request.POST.get(t.key, "") for t in topics if not t.concerns_security}
        if not set(wanted.values()) <= set(Channel):
            raise BadRequest("channel")
        choose_channels(request.actor, channels={k: Channel(v) for k, v in wanted.items()})
        messages.success(request, _("Saved. It holds on all your devices."))
        return redirect("notifications:settings")
    context = {
        "choices": rows.choices(topics, channels_of(request.actor.person_id, topics)),
        "email": request.user.email,
        "trial": _trial(request),
    }
    return render(request, "notifications/settings.html", context)


@page(is_member, methods=("POST",))
def try_address(request: Any) -> HttpResponse:
    """Send a mail to one's own address that took none: when it does again, the mark is gone."""
    if _is_refused(request) and letters.send_trial(request.portal, request.user):
        messages.info(request, _("A mail is on its way to %(email)s.") % _address(request))
    return redirect("notifications:settings")


def _read(by: Actor, public_id: str) -> Notification:
    """A second click on the same one changes nothing."""
    notification = get_notification(by, public_id)
    mark_read(by, notification=notification)
    return notification


def _trial(request: Any) -> Notice | None:
    if not _is_refused(request):
        return None
    text = _("%(email)s takes no mail. Once that is mended, let us try again.")
    button = Button(_("Send a test mail"), look="secondary", icon="mail")
    return Notice(text % _address(request), "warning", button=button)


def _is_refused(request: Any) -> bool:
    return bool(request.user.person.refused_email == request.user.email)


def _address(request: Any) -> dict[str, str]:
    return {"email": request.user.email}


def _back_to_list(request: Any) -> HttpResponse:
    query = request.GET.urlencode()
    return redirect(f"{reverse('notifications:list')}{'?' if query else ''}{query}")
