from django.urls import path

from handschlag_warranty import pages

app_name = "warranty"
urlpatterns = [
    path("", pages.warranty_list, name="list"),
    path("<slug:public_id>/", pages.register, name="register"),
]
