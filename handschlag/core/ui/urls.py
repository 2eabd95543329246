from django.urls import path

from handschlag.core.ui import pages

app_name = "ui"
urlpatterns = [path("", pages.components, name="components")]
