from django.urls import path

from handschlag.platform.shortcuts import pages

app_name = "shortcuts"
urlpatterns = [
    path("", pages.arrange, name="list"),
    path("add/", pages.add, name="add"),
    path("<slug:public_id>/rename/", pages.rename, name="rename"),
    path("<slug:public_id>/up/", pages.move_up, name="up"),
    path("<slug:public_id>/remove/", pages.remove, name="remove"),
]
