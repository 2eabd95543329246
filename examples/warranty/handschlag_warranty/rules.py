from handschlag.core.rules import may

REGISTER = "warranty.register"
may_register = may(REGISTER)
