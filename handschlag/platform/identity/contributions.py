from handschlag.core.isolation import credentials
from handschlag.platform.identity.actions import note_mail_answer
from handschlag.platform.identity.personal_data import held_on

tables = {
    "account_emailaddress": credentials(retention="membership"),
    "account_emailconfirmation": credentials(retention="security"),
    "mfa_authenticator": credentials(retention="membership"),
}

personal_data = held_on
mail_answers = note_mail_answer
whose_rights = {"identity.person": lambda person_id: person_id}
