from django.urls import path

from handschlag.faces.studio import pages, previews

app_name = "studio"
urlpatterns = [
    path("", pages.home, name="home"),
    path("portals/<str:host>/", pages.look, name="look"),
    path("preview/<slug:screen>/<slug:theme>/<slug:colour>/", previews.screen, name="preview"),
    path("preview/<slug:colour>.css", previews.sheet, name="preview_sheet"),
]
