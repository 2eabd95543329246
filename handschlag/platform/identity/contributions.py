from handschlag.core.isolation import credentials

tables = {
    "account_emailaddress": credentials(retention="membership"),
    "account_emailconfirmation": credentials(retention="security"),
}
