from handschlag.core.rules import is_member, is_staff, is_system, may

MANAGE_MEMBERS = "organisations.manage_members"
LOOK_UP = "organisations.look_up"

manages_colleagues = is_member & may(MANAGE_MEMBERS)
may_manage_members = may(MANAGE_MEMBERS) | is_system
runs_the_portal = (is_staff & may(MANAGE_MEMBERS)) | is_system
looks_up = is_staff & may(LOOK_UP)
