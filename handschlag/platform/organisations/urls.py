from django.urls import path

from handschlag.platform.organisations import pages

app_name = "organisations"
urlpatterns = [
    path("organisations/", pages.choose, name="choose"),
    path("organisations/switch/", pages.switch, name="switch"),
    path("organisations/default/", pages.start_with, name="start_with"),
]
