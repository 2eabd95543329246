from handschlag.core.isolation import credentials

tables = {
    "account_emailaddress": credentials(retention="membership"),
    "account_emailconfirmation": credentials(retention="security"),
}

whose_rights = {"identity.person": lambda person_id: person_id}
