"""How django-allauth signs people in: by password, by a code that it mails, or by a passkey."""

CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
CODE_LIFETIME = 10 * 60
CODE_ATTEMPTS = 5

ACCOUNT_ADAPTER = "handschlag.platform.identity.adapter.SignInAdapter"
ACCOUNT_FORMS = {
    "login": "handschlag.platform.identity.forms.SignInForm",
    "confirm_login_code": "handschlag.platform.identity.forms.CodeForm",
    "reset_password": "handschlag.platform.identity.forms.ForgottenPasswordForm",
    "confirm_password_reset_code": "handschlag.platform.identity.forms.CodeForm",
    "reset_password_from_key": "handschlag.platform.identity.forms.NewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "identity:signed_out"
ACCOUNT_SESSION_REMEMBER = False  # lifetimes belong to the faces, see portals.sessions

ACCOUNT_LOGIN_BY_CODE_FORMAT = CODE_FORMAT
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = CODE_LIFETIME
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = CODE_ATTEMPTS
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True

ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_CODE_FORMAT = CODE_FORMAT
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = CODE_LIFETIME
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = CODE_ATTEMPTS
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_EMAIL_NOTIFICATIONS = True

# Per address of the visitor ("ip") and per e-mail address ("key"). 30 codes a day with five
# tries each leave a guesser a chance of 1 in 6,600 a day. Browsers in which somebody has signed in
# before have counters of their own, see identity.known_browser.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,5/10m/key,30/d/key",
    "confirm_code": "5/10m/key",
    "second_factor": "5/5m/key,30/d/key",
    "change_email": "20/m/ip,10/h/user,5/10m/key,30/d/key",
    "reset_password": "20/m/ip,5/10m/key,30/d/key",
}

MFA_ADAPTER = "handschlag.platform.identity.factor_adapter.FactorAdapter"
MFA_FORMS = {"authenticate": "handschlag.platform.identity.factor_forms.SecondFactorForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1  # codes of half a minute before and after: clocks differ
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}
