from handschlag.core.rules import may

READ = "billing.read"
may_read = may(READ)
