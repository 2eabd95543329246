"""Routes that do what none may; installed by the test that the matrix notices."""

from dataclasses import replace
from importlib import import_module

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from handschlag.core.actor import ActorKind, system_actor
from handschlag.core.http import page
from handschlag.core.isolation import acting
from handschlag.core.mail import outbox
from handschlag.core.rules import anyone, is_member

SYSTEM = system_actor("test")


@page(is_member)
def lists_everybodys(request: HttpRequest) -> HttpResponse:
    with acting(SYSTEM):
        return HttpResponse(", ".join(order.number for order in orders()))


@page(is_member)
def shows_anybodys(request: HttpRequest, public_id: str) -> HttpResponse:
    with acting(SYSTEM):
        return HttpResponse(orders().get(public_id=public_id).number)


@page(is_member)
def tells_in_a_header(request: HttpRequest) -> HttpResponse:
    with acting(SYSTEM):
        return HttpResponse(headers={"X-Last-Order": orders().order_by("id").last().number})


@page(is_member)
def acts_before_it_looks(request: HttpRequest, public_id: str) -> HttpResponse:
    outbox.send("b@x.example", "Hallo", "Text")
    raise Http404


@page(anyone)
def lets_in_too_many(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=403)


@page(is_member)
def takes_for_another(request: HttpRequest) -> HttpResponse:
    request.actor = replace(request.actor, kind=ActorKind.STAFF)
    return HttpResponse()


def orders() -> object:
    return apps.get_model("ordering.Order")._base_manager.all()


leaks = [
    path("list/", lists_everybodys, name="list"),
    path("header/", tells_in_a_header, name="header"),
    path("many/", lets_in_too_many, name="many"),
    path("mistaken/", takes_for_another, name="mistaken"),
    path("acts/<str:public_id>/", acts_before_it_looks, name="acts"),
    path("<str:public_id>/", shows_anybodys, name="detail"),
]
rooms = import_module("handschlag.config.urls").urlpatterns
room = next(entry for entry in rooms if entry.namespace == "ordering")
with_leaks = ([path("leaky/", include((leaks, "leaky"))), *room.url_patterns], "ordering")
urlpatterns = [path("orders/", include(with_leaks)), *(e for e in rooms if e is not room)]
