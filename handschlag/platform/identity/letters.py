"""The mails around signing in: words here, form in `identity/mail/`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from handschlag.core.mail import outbox
from handschlag.core.moments import as_of
from handschlag.platform.identity.models import Person


@dataclass(frozen=True, slots=True)
class Letter:
    """`label` says what the link is for; without one it shows its own address."""

    subject: str
    before: str
    after: str
    code: str = ""
    link: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What `person` has to know: who asks them, for whom they will act, where and until when."""

    person: Person
    email: str
    portal: Any
    address: str
    organisation: str
    inviter: str
    until: datetime


def login_code(code: str) -> Letter:
    return Letter(
        _("%(code)s is your sign-in code") % {"code": code},
        _("Enter this code on the page on which you asked for it:"),
        _(
            "It is valid for 10 minutes and can be used once. If you did not ask for it, you"
            " need not do anything: without the code nobody gets in."
        ),
        code,
    )


def password_code(code: str) -> Letter:
    return Letter(
        _("%(code)s is your code for a new password") % {"code": code},
        _("Enter this code on the page on which you asked for a new password:"),
        _(
            "It is valid for 10 minutes. If you did not ask for it, you need not do anything:"
            " your password stays as it is."
        ),
        code,
    )


def address_code(code: str) -> Letter:
    return Letter(
        _("%(code)s is your code for the new e-mail address") % {"code": code},
        _("Enter this code on the page on which you changed your e-mail address:"),
        _(
            "It is valid for 10 minutes. If you did not ask for it, you need not do anything:"
            " this address is not used then."
        ),
        code,
    )


def address_taken() -> Letter:
    return Letter(
        _("There is an access with this e-mail address already"),
        _(
            "Somebody, probably you, wanted to use this e-mail address for another access to our"
            " portal. It has an access already, so nothing was changed."
        ),
        _(
            "You can sign in with this address at any time. If you did not ask for it, you need"
            " not do anything."
        ),
    )


def email_changed(link: str) -> Letter:
    """For the old address: it does not learn the new one, since others may read it by now."""
    return Letter(
        _("Your e-mail address was changed"),
        _(
            "From now on your access has another e-mail address. Was it not you? Then open this"
            " page within 7 days and restore your access:"
        ),
        _(
            "This address then applies again, all devices are signed out, and the password no"
            " longer works. If it was you, you need not do anything."
        ),
        link=link,
    )


def factor_added(name: str) -> Letter:
    return Letter(
        _("A way to sign in was added"),
        _("Your access has a new second step for signing in: %(factor)s.") % {"factor": name},
        _not_you(),
    )


def factor_removed(name: str) -> Letter:
    return Letter(
        _("A way to sign in was removed"),
        _("Your access no longer has this second step for signing in: %(factor)s.")
        % {"factor": name},
        _not_you(),
    )


def factors_reset() -> Letter:
    return Letter(
        _("Your second step was taken away"),
        _(
            "At your wish signing in no longer takes a second step, and you are signed out on all"
            " devices. Set up a new one on the page about security."
        ),
        _not_you(),
    )


def codes_renewed() -> Letter:
    return Letter(
        _("Your recovery codes were made anew"),
        _("There are new recovery codes for your access. The old ones no longer work."),
        _not_you(),
    )


def unknown_account(code: str) -> Letter:
    return Letter(
        _("There is no access for this e-mail address"),
        _(
            "Somebody, probably you, wanted to sign in to our portal with this e-mail address."
            " We know no access for it."
        ),
        _(
            "Perhaps you use another address with us. If your company is our customer, a"
            " colleague who manages your access or your contact person with us can invite you."
        ),
    )


def password_changed(code: str) -> Letter:
    return Letter(
        _("Your password was changed"),
        _("The password of your access has just been changed. Other devices were signed out."),
        _("Was it not you? Then set a new password at once and tell your contact person."),
    )


def invited(invitation: Invitation) -> Letter:
    values = {
        "inviter": invitation.inviter,
        "company": invitation.portal.company_name,
        "portal": invitation.portal.name,
        "organisation": invitation.organisation,
        "email": invitation.email,
        "until": as_of(invitation.until),
    }
    before = _(
        "%(inviter)s asks you to act for %(organisation)s in the portal of %(company)s. Look at"
        " what you will be able to do there, and take it up:"
    )
    after = _(
        "You can take up the invitation until %(until)s, with your e-mail address %(email)s. It"
        " is meant for you alone: please do not pass this mail on. If you did not expect it, you"
        " need not do anything."
    )
    return Letter(
        _("%(inviter)s invites you: %(portal)s") % values,
        before % values,
        after % values,
        link=invitation.address,
        label=_("Accept the invitation"),
    )


def _not_you() -> str:
    return _(
        "Was it not you? Then sign out all other devices on the page about security, set a new"
        " password, and tell your contact person."
    )


LETTERS: dict[str, Callable[[str], Letter]] = {
    "login_code": login_code,
    "password_reset_code": password_code,
    "unknown_account": unknown_account,
    "password_reset": password_changed,
}


def send(portal: Any, recipient: str, letter: Letter) -> None:
    """Queue `letter` in the name of the company whose portal it is, in the page's language."""
    context = {"letter": letter, "portal": portal, "language": get_language()}
    outbox.send(
        recipient,
        letter.subject,
        render_to_string("identity/mail/letter.txt", context),
        html=render_to_string("identity/mail/letter.html", context),
        sender_name=portal.company_name,
    )


def tell(portal: Any, person: Person, recipient: str, letter: Callable[[], Letter]) -> None:
    """Nobody looks at a page meanwhile, so the language is the person's or the portal's."""
    with override(person.language or portal.default_language):
        send(portal, recipient, letter())


def send_invitation(invitation: Invitation) -> None:
    letter = partial(invited, invitation)
    tell(invitation.portal, invitation.person, invitation.email, letter)
