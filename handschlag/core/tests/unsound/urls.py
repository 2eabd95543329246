from django.http import HttpRequest, HttpResponse
from django.urls import path


def open_door(request: HttpRequest) -> HttpResponse:
    return HttpResponse("anyone may read this")


urlpatterns = [path("open/", open_door)]
