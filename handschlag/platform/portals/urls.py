from django.urls import path

from handschlag.core.live import PLACE
from handschlag.platform.portals import pages

app_name = "portals"
urlpatterns = [
    path("legal/<slug:kind>/", pages.legal, name="legal"),
    path("language/", pages.language, name="language"),
    path(PLACE, pages.live, name="live"),
    path("logo-<slug:digest>.png", pages.logo, name="logo"),
    path("theme/", pages.theme, name="theme"),
    path("theme-<slug:digest>.css", pages.theme_sheet, name="theme_sheet"),
]
