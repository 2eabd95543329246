from django.urls import path

from handschlag.faces.portal import pages

app_name = "portal"
urlpatterns = [
    path("", pages.home, name="home"),
    path("robots.txt", pages.robots, name="robots"),
]
