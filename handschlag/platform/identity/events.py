from django.utils.translation import gettext_lazy as _

from handschlag.core.journal import Event, event, personal
from handschlag.core.live.calls import ABOUT_RIGHTS

RIGHTS = frozenset({ABOUT_RIGHTS})


@event("identity.signed_in", sentence=_("Signed in (%(method)s)"))
class SignedIn(Event):
    method: str


@event("identity.signed_out", sentence=_("Signed out"), traits=RIGHTS)
class SignedOut(Event):
    pass


@event("identity.session_ended", sentence=_("Signed out another browser"), traits=RIGHTS)
class SessionEnded(Event):
    pass


@event("identity.other_sessions_ended", sentence=_("Signed out all other browsers"), traits=RIGHTS)
class OtherSessionsEnded(Event):
    count: int


@event("identity.password_changed", sentence=_("Changed the password"), traits=RIGHTS)
class PasswordChanged(Event):
    pass


@event(
    "identity.email_changed",
    sentence=_("Changed the e-mail address from %(old)s to %(new)s"),
    traits=RIGHTS,
)
class EmailChanged(Event):
    old: str = personal()
    new: str = personal()


@event(
    "identity.email_restored",
    sentence=_("Restored the access to the e-mail address %(email)s"),
    traits=RIGHTS,
)
class EmailRestored(Event):
    email: str = personal()


@event("identity.factor_added", sentence=_("Added a way to sign in (%(factor)s)"))
class FactorAdded(Event):
    factor: str


@event("identity.factor_removed", sentence=_("Removed a way to sign in (%(factor)s)"))
class FactorRemoved(Event):
    factor: str


@event("identity.recovery_codes_renewed", sentence=_("Made new recovery codes"))
class RecoveryCodesRenewed(Event):
    pass


@event("identity.factors_reset", sentence=_("The second steps were taken away"), traits=RIGHTS)
class FactorsReset(Event):
    count: int


@event("identity.person_created", sentence=_("%(name)s was recorded as a person"))
class PersonCreated(Event):
    person_kind: str
    name: str = personal()


@event("identity.login_created", sentence=_("A login was created for %(email)s"))
class LoginCreated(Event):
    email: str = personal()


@event("identity.login_renewed", sentence=_("The login of %(email)s was renewed"), traits=RIGHTS)
class LoginRenewed(Event):
    email: str = personal()


@event("identity.invitation_sent", sentence=_("%(email)s was invited to %(host)s"))
class InvitationSent(Event):
    host: str
    email: str = personal()


@event("identity.language_changed", sentence=_("Changed the language to %(language)s"))
class LanguageChanged(Event):
    language: str


@event("identity.theme_changed", sentence=_("Changed the appearance to %(theme)s"))
class ThemeChanged(Event):
    theme: str


@event("identity.address_refused", sentence=_("%(email)s takes no mail"))
class AddressRefused(Event):
    email: str = personal()


@event("identity.address_restored", sentence=_("%(email)s takes mail again"))
class AddressRestored(Event):
    email: str = personal()


@event("identity.cast_extended", sentence=_("Joined the cast of the demo"))
class CastExtended(Event):
    host: str
    rank: int


@event("identity.person_told", sentence=_("It was put together what is held on a person"))
class PersonTold(Event):
    pass


@event("identity.person_erased", sentence=_("A person was erased"), traits=RIGHTS)
class PersonErased(Event):
    pass
