"""People, organizations, members."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path
from aws_lambda_powertools.event_handler.router import Router

from functions.api.calls import (
    DEFAULT_LIMIT,
    Cursor,
    IfMatch,
    Limit,
    PathId,
    access,
    created,
    expected_version,
    page,
    user_id,
    versioned,
)
from onbrand.bootstrap.identity import organizations, people
from onbrand.entry.caller import person
from onbrand.identity import (
    Affiliation,
    Claims,
    Invitation,
    Member,
    Membership,
    NewMember,
    NewOrganization,
    Organization,
    Role,
    User,
)
from onbrand.kernel.ids import ULID_PATTERN
from onbrand.kernel.validation import parse
from onbrand.kernel.values import Value

router = Router()
TAGS = ["people"]
OrganizationId = Annotated[
    str,
    Path(
        pattern=f"{ULID_PATTERN}|^current$",
        description="An organization; `current` is the one of the header.",
    ),
]
UserId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$", description="A person.")]


class Me(Value):
    """The caller and where the caller belongs."""

    user: User
    organizations: tuple[Affiliation, ...]


class MemberPage(Value):
    """Some members."""

    items: tuple[Member, ...]
    next_cursor: str | None


class InvitationPage(Value):
    """Some open invitations."""

    items: tuple[Invitation, ...]
    next_cursor: str | None


class AddedMember(Value):
    """A known person is a member at once; an unknown one is invited."""

    membership: Membership | None = None
    invitation: Invitation | None = None


class RoleChange(Value):
    """The new role."""

    role: Role


@router.put("/v1/me", tags=TAGS, operation_id="registerMe", summary="Register yourself, with the ID token")
def register_me() -> Me:
    """Makes you known, or brings your name and address up to date; invitations to your address take
    effect."""
    who = person(router.current_event.raw_event)
    name = who.name or who.email.partition("@")[0]
    claims = parse(
        Claims, {"sub": who.subject, "email": who.email, "email_verified": who.email_verified, "name": name}
    )
    user = people().register_me(claims)
    return Me(user=user, organizations=tuple(people().affiliations(user.id)))


@router.get("/v1/me", tags=TAGS, operation_id="getMe", summary="Who you are and where you belong")
def get_me() -> Me:
    """Needs no organization."""
    user = people().me(user_id(router))
    return Me(user=user, organizations=tuple(people().affiliations(user.id)))


@router.post(
    "/v1/organizations",
    tags=TAGS,
    operation_id="createOrganization",
    summary="Found an organization",
    status_code=201,
)
def create_organization(new: NewOrganization) -> Response[Organization]:
    """You become its owner."""
    organization = organizations().create(user_id(router), new)
    return created(organization, f"/v1/organizations/{organization.id}", organization.version)


@router.get(
    "/v1/organizations/<organization_id>",
    tags=TAGS,
    operation_id="getOrganization",
    summary="Your organization",
)
def get_organization(organization_id: OrganizationId) -> Response[Organization]:
    """The one of the header `OnBrand-Organization`, or your only one."""
    organization = organizations().organization(access(router, organization_id))
    return versioned(organization, organization.version)


@router.get(
    "/v1/organizations/<organization_id>/members",
    tags=TAGS,
    operation_id="listMembers",
    summary="Who belongs to it",
)
def list_members(
    organization_id: OrganizationId, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> MemberPage:
    """Members with their roles."""
    who = access(router, organization_id)
    return page(MemberPage, who, "members", cursor, lambda start: organizations().members(who, limit, start))


@router.post(
    "/v1/organizations/<organization_id>/members",
    tags=TAGS,
    operation_id="addMember",
    summary="Add or invite somebody",
    status_code=201,
)
def add_member(organization_id: OrganizationId, new: NewMember) -> Response[AddedMember]:
    """Takes effect at once for a known person, else at that person's first verified sign-in."""
    added = organizations().add_member(access(router, organization_id), new)
    body = AddedMember(membership=added) if isinstance(added, Membership) else AddedMember(invitation=added)
    return created(body, f"/v1/organizations/{organization_id}/members")


@router.put(
    "/v1/organizations/<organization_id>/members/<member_id>",
    tags=TAGS,
    operation_id="changeRole",
    summary="Give a member another role",
)
def change_role(
    organization_id: OrganizationId, member_id: UserId, change: RoleChange, if_match: IfMatch = None
) -> Response[Membership]:
    """`If-Match` may name the membership's version."""
    version = None if if_match is None else expected_version(if_match)
    membership = organizations().change_role(access(router, organization_id), member_id, change.role, version)
    return versioned(membership, membership.version)


@router.delete(
    "/v1/organizations/<organization_id>/members/<member_id>",
    tags=TAGS,
    operation_id="removeMember",
    summary="End a membership",
    status_code=204,
)
def remove_member(organization_id: OrganizationId, member_id: UserId) -> Response[None]:
    """Everybody may end the own one; the last owner stays."""
    organizations().remove_member(access(router, organization_id), member_id)
    return Response(204)


@router.get(
    "/v1/organizations/<organization_id>/invitations",
    tags=TAGS,
    operation_id="listInvitations",
    summary="Open invitations",
)
def list_invitations(
    organization_id: OrganizationId, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> InvitationPage:
    """Addresses that nobody has signed in with yet."""
    who = access(router, organization_id)
    return page(
        InvitationPage,
        who,
        "invitations",
        cursor,
        lambda start: organizations().invitations(who, limit, start),
    )


@router.delete(
    "/v1/organizations/<organization_id>/invitations/<invitation_id>",
    tags=TAGS,
    operation_id="withdrawInvitation",
    summary="Take an invitation back",
    status_code=204,
)
def withdraw_invitation(organization_id: OrganizationId, invitation_id: PathId) -> Response[None]:
    """The address can no longer join by it."""
    organizations().withdraw_invitation(access(router, organization_id), invitation_id)
    return Response(204)
