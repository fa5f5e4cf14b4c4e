"""What was used of other services, and what it cost."""

from datetime import date
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query
from aws_lambda_powertools.event_handler.router import Router

from functions.api.calls import access
from onbrand.bootstrap.metering import metering_service
from onbrand.kernel.values import Value
from onbrand.metering import UsageSummary

router = Router()
FirstDay = Annotated[date, Query(alias="from", description="First day (UTC), as in 2026-01-31.")]
LastDay = Annotated[date, Query(alias="to", description="Last day (UTC), included.")]


class Usage(Value):
    """Sums by day and provider; those of today grow until midnight."""

    items: tuple[UsageSummary, ...]


@router.get(
    "/v1/usage", tags=["records"], operation_id="getUsage", summary="API calls and their cost, by day"
)
def usage(from_date: FirstDay, to_date: LastDay) -> Usage:
    """At most 366 days."""
    return Usage(items=tuple(metering_service().usage(access(router), from_date, to_date)))
