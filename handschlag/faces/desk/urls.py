from django.urls import path

from handschlag.faces.desk import pages

app_name = "desk"
urlpatterns = [
    path("", pages.home, name="home"),
    path("keys/", pages.keys, name="keys"),
    path("organisations/<slug:public_id>/", pages.organisation, name="organisation"),
]
