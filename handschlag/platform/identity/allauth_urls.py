"""The names by which allauth finds its own pages; every one leads through our door."""

from django.urls import path

from handschlag.platform.identity import pages, proof_pages

urlpatterns = [
    path("sign-in/", pages.sign_in, name="account_login"),
    path("sign-in/code/", pages.confirm_code, name="account_confirm_login_code"),
    path("sign-in/password/", pages.forgotten_password, name="account_reset_password"),
    path(
        "sign-in/password/code/",
        pages.confirm_password_code,
        name="account_confirm_password_reset_code",
    ),
    path("sign-in/password/new/", pages.new_password, name="account_complete_password_reset"),
    path("sign-in/inactive/", pages.inactive, name="account_inactive"),
    path("sign-in/second/", proof_pages.second_factor, name="mfa_authenticate"),
    path("sign-up/", pages.sign_up, name="account_signup"),
]
