from django.urls import path

from handschlag.platform.notifications import pages

app_name = "notifications"
urlpatterns = [
    path("", pages.inbox, name="list"),
    path("bell/", pages.bell, name="bell"),
    path("read/", pages.read_all, name="read_all"),
    path("settings/", pages.settings, name="settings"),
    path("settings/try/", pages.try_address, name="try_address"),
    path("<slug:public_id>/", pages.open_one, name="open"),
    path("<slug:public_id>/read/", pages.read_one, name="read"),
]
