from django.urls import path

from handschlag.platform.organisations import (
    colleague_pages,
    guest_pages,
    invitation_pages,
    pages,
)

app_name = "organisations"
urlpatterns = [
    path("organisations/", pages.choose, name="choose"),
    path("organisations/menu/", pages.menu, name="menu"),
    path("organisations/switch/", pages.switch, name="switch"),
    path("organisations/default/", pages.start_with, name="start_with"),
    path("colleagues/", colleague_pages.colleague_list, name="colleagues"),
    path("colleagues/invite/", guest_pages.invite, name="invite"),
    path("colleagues/<str:public_id>/", colleague_pages.colleague, name="colleague"),
    path("colleagues/<str:public_id>/access/", colleague_pages.access, name="access"),
    path("colleagues/<str:public_id>/suspend/", colleague_pages.suspend, name="suspend"),
    path("colleagues/<str:public_id>/resume/", colleague_pages.resume, name="resume"),
    path("colleagues/<str:public_id>/remove/", colleague_pages.remove, name="remove"),
    path("colleagues/<str:public_id>/again/", guest_pages.again, name="invite_again"),
    path("colleagues/<str:public_id>/withdraw/", guest_pages.withdraw, name="withdraw"),
    path("invitation/", invitation_pages.invitation, name="invitation"),
]
