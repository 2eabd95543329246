from django.urls import path

from handschlag.faces.studio import legal, menus, news, pages, previews

app_name = "studio"
urlpatterns = [
    path("", pages.home, name="home"),
    path("portals/<str:host>/", pages.look, name="look"),
    path("portals/<str:host>/legal/", legal.texts, name="legal"),
    path("portals/<str:host>/legal/<slug:kind>/", legal.text, name="legal_text"),
    path("portals/<str:host>/news/", news.news, name="news"),
    path("portals/<str:host>/menu/", menus.menu, name="menu"),
    path("preview/<slug:screen>/<slug:theme>/<slug:colour>/", previews.screen, name="preview"),
    path("preview/<slug:colour>.css", previews.sheet, name="preview_sheet"),
]
