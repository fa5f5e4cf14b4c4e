"""What routes have in common: who calls, pages of a list, versions in headers."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Header, Path, Query
from aws_lambda_powertools.event_handler.router import Router
from pydantic import BaseModel

from onbrand.bootstrap.identity import access_of
from onbrand.bootstrap.metering import count_tenant
from onbrand.bootstrap.paging import cursors
from onbrand.entry.caller import caller
from onbrand.entry.limits import tell
from onbrand.entry.problems import VersionMissingError
from onbrand.identity import Access
from onbrand.kernel.errors import FieldError, Invalid
from onbrand.kernel.ids import ULID_PATTERN
from onbrand.kernel.pages import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, Page

T = TypeVar("T")
P = TypeVar("P", bound=BaseModel)

PathId = Annotated[str, Path(pattern=ULID_PATTERN, description="An identifier.")]
Limit = Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE, description="How many items at most.")]
Cursor = Annotated[str | None, Query(max_length=2048, description="`next_cursor` of the page before.")]
IfMatch = Annotated[
    str | None, Header(alias="If-Match", max_length=40, description='The version to change, as in `"3"`.')
]
DEFAULT_LIMIT = DEFAULT_PAGE_SIZE
CURRENT = "current"


def access(router: Router, organization_id: str = CURRENT) -> Access:
    """What the caller may do in the organization that is meant, looked up for this very call.

    One that the path names counts more than the header's. The call counts for the organization; raises
    RateLimitedError.
    """
    who = caller(router.current_event.raw_event)
    found = access_of(who.subject, who.organization_id if organization_id == CURRENT else organization_id)
    # Only now it is certain that the caller belongs there: strangers cannot use up a tenant's limit.
    tell(count_tenant(found.organization_id))
    return found


def user_id(router: Router) -> str:
    """The caller, where no organization matters."""
    return caller(router.current_event.raw_event).subject


def page(
    model: type[P],
    access: Access,
    query: str,
    cursor: str | None,
    read: Callable[[dict[str, Any] | None], Page[T]],
    view: Callable[[Sequence[T]], Sequence[Any]] = list,
) -> P:
    """A page of a list as ``model`` (items, next_cursor). ``query`` names the list with its filters."""
    bound = {"organization_id": access.organization_id, "query": query}
    start = cursors().open(cursor, **bound) if cursor else None
    found = read(start)
    next_cursor = cursors().seal(found.next, **bound) if found.next else None
    return model(items=view(found.items), next_cursor=next_cursor)


def expected_version(if_match: str | None) -> int:
    """The version in If-Match. Raises VersionMissingError, Invalid."""
    if if_match is None:
        raise VersionMissingError("Say which version you change, in the header If-Match.")
    number = if_match.strip().strip('"')
    if not (number.isascii() and number.isdigit() and len(number) <= 8):
        raise Invalid(
            'If-Match must hold one version, as in "3".', [FieldError("/If-Match", "not a version")]
        )
    return int(number)


def versioned(body: T, version: int, status: int = 200, location: str | None = None) -> Response[T]:
    """An answer whose ETag is the version."""
    headers = {"ETag": f'"{version}"'} | ({"Location": location} if location else {})
    return Response(status_code=status, content_type="application/json", body=body, headers=headers)


def created(body: T, location: str, version: int | None = None) -> Response[T]:
    """201 with the address of the new thing."""
    headers = {"Location": location} | ({"ETag": f'"{version}"'} if version else {})
    return Response(status_code=201, content_type="application/json", body=body, headers=headers)
