"""Routes that do what none may; installed by the test that the matrix notices."""

from importlib import import_module

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from handschlag.core.actor import system_actor
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


def orders() -> object:
    return apps.get_model("ordering.Order")._base_manager.all()


urlpatterns = [
    path("leaky/list/", lists_everybodys, name="list"),
    path("leaky/header/", tells_in_a_header, name="header"),
    path("leaky/many/", lets_in_too_many, name="many"),
    path("leaky/acts/<str:public_id>/", acts_before_it_looks, name="acts"),
    path("leaky/<str:public_id>/", shows_anybodys, name="detail"),
    *import_module("handschlag.config.urls").urlpatterns,
]
