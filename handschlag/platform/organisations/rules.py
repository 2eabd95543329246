from handschlag.core.rules import is_staff, is_system, may

MANAGE_MEMBERS = "organisations.manage_members"

may_manage_members = may(MANAGE_MEMBERS) | is_staff | is_system
runs_the_portal = is_staff | is_system
