from django.urls import path

from handschlag.capabilities.ordering import pages

app_name = "ordering"
urlpatterns = [
    path("", pages.order_list, name="list"),
    path("export/", pages.order_export, name="export"),
    path("<slug:public_id>/", pages.order_detail, name="detail"),
    path("<slug:public_id>/pdf/", pages.order_paper, name="paper"),
]
