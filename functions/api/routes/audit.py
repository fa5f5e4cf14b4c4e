"""What happened in the organization."""

from datetime import date
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query
from aws_lambda_powertools.event_handler.router import Router

from functions.api.calls import DEFAULT_LIMIT, Cursor, Limit, access, page
from onbrand.audit import Activity
from onbrand.bootstrap.audit import audit_service
from onbrand.kernel.values import Value

router = Router()
Month = Annotated[
    str, Query(pattern=r"^20\d\d-(0[1-9]|1[0-2])$", description="A month (UTC), as in 2026-01.")
]


class ActivityPage(Value):
    """Some of what happened."""

    items: tuple[Activity, ...]
    next_cursor: str | None


@router.get("/v1/activity", tags=["records"], operation_id="listActivity", summary="What happened in a month")
def activity(month: Month, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> ActivityPage:
    """The latest first."""
    who = access(router)
    first = date.fromisoformat(f"{month}-01")
    return page(
        ActivityPage,
        who,
        f"activity/{month}",
        cursor,
        lambda start: audit_service().activity(who, first, limit, start),
    )
