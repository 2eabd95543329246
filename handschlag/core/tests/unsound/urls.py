from django.http import HttpRequest, HttpResponse
from django.urls import path

from handschlag.core.http import page
from handschlag.core.rules import anyone


def open_door(request: HttpRequest) -> HttpResponse:
    return HttpResponse("anyone may read this")


urlpatterns = [
    path("open/", open_door),
    path("nowhere/", page(anyone, at=("counter",))(open_door)),  # type: ignore[arg-type]
]
