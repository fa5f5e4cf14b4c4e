"""Around approvals: who stands in for whom, groups of approvers, and the working time that deadlines count in."""

from aws_lambda_powertools.event_handler import Response
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
    versioned,
)
from onbrand.approval import ApproverGroup, GroupDesign, NewSubstitute, Substitute, WorkCalendar, WorkWeek
from onbrand.approval.design import UserId
from onbrand.bootstrap.approval import arrangements
from onbrand.kernel.values import Value

router = Router()
TAGS = ["approvals"]


class SubstituteList(Value):
    """Substitutions that have not ended, by their beginning."""

    items: tuple[Substitute, ...]


class NamedSubstitute(NewSubstitute):
    """``user_id`` is who is away; without it you."""

    user_id: UserId | None = None


class GroupPage(Value):
    """Some groups of approvers."""

    items: tuple[ApproverGroup, ...]
    next_cursor: str | None


@router.get("/v1/substitutes", tags=TAGS, operation_id="listSubstitutes", summary="Who stands in for whom")
def list_substitutes() -> SubstituteList:
    """All of the organization's that have not ended."""
    return SubstituteList(items=tuple(arrangements().substitutes(access(router))))


@router.post(
    "/v1/substitutes",
    tags=TAGS,
    operation_id="nameSubstitute",
    summary="Name a substitute",
    status_code=201,
)
def name_substitute(new: NamedSubstitute) -> Response[Substitute]:
    """While it lasts the substitute is asked instead, also about what waits already (within hours). Substitutes of
    substitutes are asked in turn. For others than yourself you have to manage workflows."""
    who = access(router)
    wanted = NewSubstitute(**new.model_dump(exclude={"user_id"}))
    substitute = arrangements().substitute(who, new.user_id or who.user_id, wanted)
    return created(substitute, "/v1/substitutes")


@router.delete(
    "/v1/substitutes/<substitute_id>",
    tags=TAGS,
    operation_id="endSubstitute",
    summary="End a substitution",
    status_code=204,
)
def end_substitute(substitute_id: PathId) -> Response[None]:
    """What the substitute was asked meanwhile stays with them; it can be handed back."""
    arrangements().end_substitute(access(router), substitute_id)
    return Response(204)


@router.get(
    "/v1/approver-groups", tags=TAGS, operation_id="listApproverGroups", summary="Groups of approvers"
)
def list_groups(limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> GroupPage:
    """Oldest first."""
    who = access(router)
    return page(
        GroupPage, who, "approver-groups", cursor, lambda start: arrangements().groups(who, limit, start)
    )


@router.post(
    "/v1/approver-groups",
    tags=TAGS,
    operation_id="createApproverGroup",
    summary="Make a group of approvers",
    status_code=201,
)
def create_group(design: GroupDesign) -> Response[ApproverGroup]:
    """Workflows name it as `group:<id>`."""
    group = arrangements().create_group(access(router), design)
    return created(group, f"/v1/approver-groups/{group.id}", group.version)


@router.get(
    "/v1/approver-groups/<group_id>",
    tags=TAGS,
    operation_id="getApproverGroup",
    summary="A group of approvers",
)
def get_group(group_id: PathId) -> Response[ApproverGroup]:
    """Its version is also the `ETag`."""
    group = arrangements().group(access(router), group_id)
    return versioned(group, group.version)


@router.put(
    "/v1/approver-groups/<group_id>",
    tags=TAGS,
    operation_id="changeApproverGroup",
    summary="Change a group of approvers",
)
def change_group(group_id: PathId, design: GroupDesign, if_match: IfMatch = None) -> Response[ApproverGroup]:
    """`If-Match` names the version that you change. Steps that are open keep whom they ask."""
    group = arrangements().change_group(access(router), group_id, design, expected_version(if_match))
    return versioned(group, group.version)


@router.get("/v1/working-time", tags=TAGS, operation_id="getWorkingTime", summary="The working time")
def get_working_time() -> Response[WorkCalendar]:
    """In which the hours of approval workflows count, in the organization's time zone. Version 0: nobody wrote one."""
    calendar = arrangements().calendar(access(router))
    return versioned(calendar, calendar.version)


@router.put(
    "/v1/working-time", tags=TAGS, operation_id="changeWorkingTime", summary="Change the working time"
)
def change_working_time(week: WorkWeek, if_match: IfMatch = None) -> Response[WorkCalendar]:
    """`If-Match` names the version that you change. Steps that are open keep their due times."""
    calendar = arrangements().change_calendar(access(router), week, expected_version(if_match))
    return versioned(calendar, calendar.version)
