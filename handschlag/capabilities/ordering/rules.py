from handschlag.core.rules import is_staff, may

READ = "ordering.read"
may_read = may(READ)
reads_everywhere = is_staff & may_read
