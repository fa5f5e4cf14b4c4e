"""People, organizations, memberships, invitations, roles and permissions."""

from onbrand.identity.model import (
    SYSTEM_ORGANIZATION,
    Affiliation,
    Claims,
    Invitation,
    Member,
    Membership,
    NewMember,
    NewOrganization,
    Organization,
    User,
)
from onbrand.identity.people import People
from onbrand.identity.permissions import PERMISSIONS, Access, Permission, Role
from onbrand.identity.service import Organizations

__all__ = [
    "PERMISSIONS",
    "SYSTEM_ORGANIZATION",
    "Access",
    "Affiliation",
    "Claims",
    "Invitation",
    "Member",
    "Membership",
    "NewMember",
    "NewOrganization",
    "Organization",
    "Organizations",
    "People",
    "Permission",
    "Role",
    "User",
]
