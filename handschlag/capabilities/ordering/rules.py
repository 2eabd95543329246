from handschlag.core.rules import may

READ = "ordering.read"
may_read = may(READ)
