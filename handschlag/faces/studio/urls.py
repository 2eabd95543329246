from django.urls import path

from handschlag.faces.studio import legal, menus, news, pages, screens

app_name = "studio"
urlpatterns = [
    path("", pages.home, name="home"),
    path("portals/<str:host>/", pages.look, name="look"),
    path("portals/<str:host>/legal/", legal.texts, name="legal"),
    path("portals/<str:host>/legal/<slug:kind>/", legal.text, name="legal_text"),
    path("portals/<str:host>/news/", news.news, name="news"),
    path("portals/<str:host>/menu/", menus.menu, name="menu"),
    path("portals/<str:host>/preview/logo.png", screens.logo, name="preview_logo"),
    path("portals/<str:host>/preview/<slug:screen>/<slug:theme>/", screens.screen, name="preview"),
    path("preview/<slug:colour>.css", screens.sheet, name="preview_sheet"),
]
