from handschlag.core.rules import is_staff, may

READ = "billing.read"
may_read = may(READ)
reads_everywhere = is_staff & may_read
