"""Sums over the ledger: exact, in whatever order the calls come."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from onbrand.kernel.calls import ApiCall
from onbrand.kernel.money import Money
from onbrand.metering.errors import MixedCurrenciesError
from onbrand.metering.model import UsageSummary

THOUSANDTH = Decimal("0.001")
SUCCESS = range(200, 300)


def summarize(
    organization_id: str, day: date, provider: str, calls: Iterable[ApiCall]
) -> UsageSummary | None:
    """The summary of these calls; None when there is none. Raises MixedCurrenciesError."""
    rows = list(calls)
    if not rows:
        return None
    successful = sum(row.status in SUCCESS for row in rows if row.status is not None)
    times = sorted(row.response_time_ms for row in rows if row.status is not None)
    return UsageSummary(
        organization_id=organization_id,
        date=day,
        provider=provider,
        total=len(rows),
        successful=successful,
        failed=len(rows) - successful,
        cost=_cost(rows),
        average_response_ms=_average(times),
        p95_response_ms=times[nearest_rank(len(times), 95)] if times else None,
    )


def nearest_rank(count: int, percent: int) -> int:
    """Index of the percentile in ``count`` sorted values: the smallest one that ``percent`` of them do not
    exceed."""
    return max(0, -(-count * percent // 100) - 1)


def _average(times: list[int]) -> Decimal | None:
    if not times:
        return None
    return (Decimal(sum(times)) / len(times)).quantize(THOUSANDTH, ROUND_HALF_EVEN)


def _cost(rows: list[ApiCall]) -> Money:
    paid = {row.cost.currency for row in rows if row.cost.amount}
    if len(paid) > 1:
        raise MixedCurrenciesError(f"The calls were paid in {' and '.join(sorted(paid))}.")
    currency = next(iter(paid), rows[0].cost.currency)
    return Money(amount=sum((row.cost.amount for row in rows), Decimal(0)), currency=currency)
