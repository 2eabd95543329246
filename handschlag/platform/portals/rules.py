from handschlag.core.rules import is_staff, is_system, may

BRAND = "portals.brand"

brands_portals = (is_staff & may(BRAND)) | is_system
