from django.urls import path

from handschlag.capabilities.billing import pages

app_name = "billing"
urlpatterns = [
    path("", pages.invoice_list, name="list"),
    path("export/", pages.invoice_export, name="export"),
    path("<slug:public_id>/", pages.invoice_detail, name="detail"),
    path("<slug:public_id>/document/", pages.invoice_document, name="document"),
    path("<slug:public_id>/copy/", pages.invoice_copy, name="copy"),
]
