from handschlag.platform.organisations.models.membership import (
    Invitation,
    Membership,
    MembershipRole,
    MembershipSite,
)
from handschlag.platform.organisations.models.organisation import (
    Organisation,
    OwnedPart,
    OwnedRecord,
    Site,
)
from handschlag.platform.organisations.models.role import Role, RoleRight

__all__ = [
    "Invitation",
    "Membership",
    "MembershipRole",
    "MembershipSite",
    "Organisation",
    "OwnedPart",
    "OwnedRecord",
    "Role",
    "RoleRight",
    "Site",
]
