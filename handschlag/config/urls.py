from django.urls import include, path

from handschlag.config.third_party import third_party_addresses

urlpatterns = [
    path("", include("handschlag.faces.portal.urls")),
    path("", include("handschlag.platform.identity.urls")),
    path("", include("handschlag.platform.identity.allauth_urls")),
    path("", include("handschlag.platform.organisations.urls")),
    path("", include("handschlag.platform.portals.urls")),
    path("notifications/", include("handschlag.platform.notifications.urls")),
    path("shortcuts/", include("handschlag.platform.shortcuts.urls")),
    path("orders/", include("handschlag.capabilities.ordering.urls")),
    path("invoices/", include("handschlag.capabilities.billing.urls")),
    path("desk/", include("handschlag.faces.desk.urls")),
    path("studio/", include("handschlag.faces.studio.urls")),
    path("components/", include("handschlag.core.ui.urls")),
    *(path(f"{place}/", include(routes)) for place, routes in third_party_addresses()),
]

handler400 = "handschlag.faces.portal.errors.bad_request"
handler403 = "handschlag.faces.portal.errors.forbidden"
handler404 = "handschlag.faces.portal.errors.not_found"
handler429 = "handschlag.faces.portal.errors.too_many"
handler500 = "handschlag.faces.portal.errors.server_error"
