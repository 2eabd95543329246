from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from handschlag.core.isolation import credentials
from handschlag.core.slots import Preview
from handschlag.platform.identity.actions import note_mail_answer
from handschlag.platform.identity.personal_data import held_on

tables = {
    "account_emailaddress": credentials(retention="membership"),
    "account_emailconfirmation": credentials(retention="security"),
    "mfa_authenticator": credentials(retention="membership"),
}

previews = [
    Preview("sign-in", _("Sign-in"), 90, lambda _: reverse("identity:sign_in"), for_strangers=True)
]
personal_data = held_on
mail_answers = note_mail_answer
whose_rights = {"identity.person": lambda person_id: person_id}
