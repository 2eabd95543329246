from handschlag.core.isolation import credentials
from handschlag.platform.identity.actions import note_mail_answer

tables = {
    "account_emailaddress": credentials(retention="membership"),
    "account_emailconfirmation": credentials(retention="security"),
}

mail_answers = note_mail_answer
whose_rights = {"identity.person": lambda person_id: person_id}
