from django.conf import settings
from django.urls import path

from handschlag.platform.identity import (
    demo,
    email_pages,
    factor_pages,
    pages,
    proof_pages,
    session_pages,
)

app_name = "identity"
urlpatterns = [
    path("sign-in/", pages.sign_in, name="sign_in"),
    path("sign-in/code/", pages.confirm_code, name="confirm_code"),
    path("sign-in/password/", pages.forgotten_password, name="forgotten_password"),
    path("sign-in/password/code/", pages.confirm_password_code, name="confirm_password_code"),
    path("sign-in/password/new/", pages.new_password, name="new_password"),
    path("sign-in/second/", proof_pages.second_factor, name="second_factor"),
    path("sign-in/passkey/", proof_pages.sign_in_by_passkey, name="passkey"),
    path("sign-out/", pages.sign_out, name="sign_out"),
    path("signed-out/", pages.signed_out, name="signed_out"),
    path("account/security/", session_pages.security, name="security"),
    path("account/sessions/end/", session_pages.end, name="end_sessions"),
    path("account/email/", email_pages.change, name="change_email"),
    path("account/proof/", proof_pages.prove, name="prove"),
    path("account/proof/again/", proof_pages.sign_in_again, name="sign_in_again"),
    path("account/factors/", factor_pages.set_up, name="set_up_factor"),
    path("account/factors/app/", factor_pages.new_app, name="new_app"),
    path("account/factors/passkey/", factor_pages.new_passkey, name="new_passkey"),
    path("account/factors/remove/", factor_pages.remove, name="remove_factor"),
    path("account/factors/codes/", factor_pages.recovery_codes, name="recovery_codes"),
    path("account/email/code/", email_pages.confirm, name="confirm_email"),
    path("account/email/undo/", email_pages.undo, name="undo_email"),
]
if settings.IS_DEMO:
    urlpatterns.append(path("sign-in/demo/", demo.sign_in, name="demo_sign_in"))
