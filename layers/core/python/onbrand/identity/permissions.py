"""Who may do what: roles and permissions, as data."""

from dataclasses import dataclass
from enum import StrEnum

from onbrand.identity.errors import PermissionMissingError


class Role(StrEnum):
    """What a person is in an organization."""

    OWNER = "owner"
    ADMIN = "admin"
    BRAND_MANAGER = "brand_manager"
    CREATOR = "creator"
    APPROVER = "approver"
    VIEWER = "viewer"


class Permission(StrEnum):
    """What a role may allow."""

    READ = "read"
    CREATE_REQUEST = "create_request"
    CANCEL_REQUEST = "cancel_request"
    DECIDE_APPROVAL = "decide_approval"
    MANAGE_BRAND = "manage_brand"
    WAIVE_FINDING = "waive_finding"
    PUBLISH_TEMPLATE = "publish_template"
    MANAGE_WORKFLOW = "manage_workflow"
    READ_USAGE = "read_usage"
    MANAGE_MEMBERS = "manage_members"
    MANAGE_ORGANIZATION = "manage_organization"
    MANAGE_OWNERS = "manage_owners"


_VIEWER = frozenset({Permission.READ})
_APPROVER = _VIEWER | {Permission.DECIDE_APPROVAL}
_CREATOR = _VIEWER | {Permission.CREATE_REQUEST, Permission.CANCEL_REQUEST}
_BRAND_MANAGER = (
    _CREATOR
    | _APPROVER
    | {
        Permission.MANAGE_BRAND,
        Permission.WAIVE_FINDING,
        Permission.PUBLISH_TEMPLATE,
        Permission.MANAGE_WORKFLOW,
        Permission.READ_USAGE,
    }
)
_ADMIN = _BRAND_MANAGER | {Permission.MANAGE_MEMBERS, Permission.MANAGE_ORGANIZATION}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.VIEWER: _VIEWER,
    Role.APPROVER: _APPROVER,
    Role.CREATOR: _CREATOR,
    Role.BRAND_MANAGER: _BRAND_MANAGER,
    Role.ADMIN: _ADMIN,
    Role.OWNER: frozenset(Permission),
}


@dataclass(frozen=True, slots=True)
class Access:
    """A person acting in an organization, as checked for this very call."""

    user_id: str
    organization_id: str
    role: Role

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the role allows."""
        return PERMISSIONS[self.role]

    def require(self, permission: Permission) -> None:
        """Raises PermissionMissingError unless the role allows it."""
        if permission not in self.permissions:
            role = self.role.value.replace("_", " ")
            raise PermissionMissingError(
                f"Your role ({role}) does not allow this; it needs {permission.value.replace('_', ' ')}."
            )
