"""What was used of other services and what it cost; how compliant the content was."""

from datetime import date
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from aws_lambda_powertools.event_handler.router import Router

from functions.api.calls import access
from onbrand.bootstrap.metering import compliance_trends, usage_reports
from onbrand.metering import (
    ComplianceRanking,
    ComplianceTrend,
    Dimension,
    Period,
    SpendReport,
    UsageReport,
)

router = Router()
FirstDay = Annotated[
    date | None,
    Query(alias="from", description="First day, as in 2026-01-31; without it the report has thirty days."),
]
LastDay = Annotated[
    date | None, Query(alias="to", description="Last day, included; without it the report ends today.")
]
SubjectKind = Annotated[Dimension, Path(description="What the figures are summed by.")]
SubjectId = Annotated[
    str,
    Path(
        min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$", description="The brand, template or author."
    ),
]
PeriodOf = Annotated[Period, Query(description="What a point stands for.")]


@router.get(
    "/v1/usage", tags=["records"], operation_id="getUsage", summary="API calls and their cost, by day"
)
def usage(from_date: FirstDay = None, to_date: LastDay = None) -> UsageReport:
    """By provider. Days are those of the organization's time zone, at most 366. A day is summed for good an hour
    after its end; what comes in later is added within an hour. Days after `closed_through` are summed live."""
    return usage_reports().usage(access(router), from_date, to_date)


@router.get(
    "/v1/usage/spend", tags=["records"], operation_id="getSpend", summary="Cost by day, brand and provider"
)
def spend(from_date: FirstDay = None, to_date: LastDay = None) -> SpendReport:
    """Amounts of different currencies are never added up. At most 366 days."""
    return usage_reports().spend(access(router), from_date, to_date)


@router.get(
    "/v1/analytics/compliance/<dimension>",
    tags=["records"],
    operation_id="compareCompliance",
    summary="All brands, templates or authors, compared",
)
def ranking(dimension: SubjectKind, from_date: FirstDay = None, to_date: LastDay = None) -> ComplianceRanking:
    """How effective templates are, or how brands and authors do: scores, rates and the most frequent findings, the
    busiest first."""
    return compliance_trends().ranking(access(router), dimension, from_date, to_date)


@router.get(
    "/v1/analytics/compliance/<dimension>/<subject_id>",
    tags=["records"],
    operation_id="getComplianceTrend",
    summary="How the compliance of a brand, template or author develops",
)
def trend(
    dimension: SubjectKind,
    subject_id: SubjectId,
    from_date: FirstDay = None,
    to_date: LastDay = None,
    period: PeriodOf = Period.DAY,
) -> ComplianceTrend:
    """By day or by week (from Monday), with the sum of these days and of as many days before."""
    return compliance_trends().trend(access(router), dimension, subject_id, from_date, to_date, period)
