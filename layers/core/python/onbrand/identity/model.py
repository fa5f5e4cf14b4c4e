"""People, organizations, and who belongs where."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, StringConstraints

from onbrand.identity.permissions import Role
from onbrand.kernel.values import Value

SYSTEM_ORGANIZATION = "SYSTEM"
"""Stands for the organization in events about a person as such."""


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("This is not a time zone; write it like Europe/Berlin.") from error
    return name


Address = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        to_lower=True,
        max_length=254,
        pattern=r"^[^@\s\x00-\x1f<>\"(),:;\\\[\]]{1,64}@[a-z0-9A-Z]([a-z0-9A-Z.-]*[a-z0-9A-Z])?\.[a-zA-Z0-9-]{2,}$",
    ),
]
"""An email address, in lower case."""
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$")
]
OrganizationSlug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9-]{1,38})[a-z0-9]$")]
TimeZone = Annotated[str, AfterValidator(_known_zone)]


class Claims(Value):
    """What an ID token says of a person."""

    sub: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    email: Address
    email_verified: bool
    name: Name


class User(Value):
    """A person; ``id`` is the subject that Cognito gave."""

    id: str
    email: Address
    name: Name
    created_at: datetime
    version: int = Field(default=1, ge=1)


class NewOrganization(Value):
    """What a person writes to found an organization."""

    name: Name
    slug: OrganizationSlug
    time_zone: TimeZone = "UTC"


class Organization(NewOrganization):
    """A tenant. ``owners`` counts its owners; it is never below one."""

    id: str
    created_at: datetime
    owners: int = Field(default=1, ge=1)
    version: int = Field(default=1, ge=1)


class Membership(Value):
    """A person's role in an organization; ``id`` is of this stay, not of the person."""

    id: str
    organization_id: str
    user_id: str
    role: Role
    joined_at: datetime
    version: int = Field(default=1, ge=1)


class NewMember(Value):
    """What a person writes to add somebody."""

    email: Address
    role: Role


class Invitation(NewMember):
    """Waits for the first verified sign-in of a person with this address."""

    id: str
    organization_id: str
    invited_by: str
    created_at: datetime


class Member(Value):
    """A membership and whose it is."""

    user: User
    membership: Membership


class Affiliation(Value):
    """A membership and where it is."""

    organization: Organization
    membership: Membership
