"""Sums over calls: exact, in whatever order the rows come, in memory that does not grow with them."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from onbrand.kernel.calls import ApiCall
from onbrand.kernel.money import Money
from onbrand.metering.errors import MixedCurrenciesError
from onbrand.metering.model import SpendSummary, UsageSummary

THOUSANDTH = Decimal("0.001")
SUCCESS = range(200, 300)
NO_BRAND = "none"


class CallSums:
    """Adds up calls. Response times are kept as counts by millisecond, so the percentile is exact."""

    def __init__(self) -> None:
        self._total = self._successful = self._tokens = self._bytes = 0
        self._times: Counter[int] = Counter()
        self._cost: dict[str, Decimal] = {}

    def add(self, call: ApiCall) -> None:
        """Counts a call."""
        self._total += 1
        self._tokens += call.tokens_used
        self._bytes += call.bytes
        paid = self._cost.get(call.cost.currency, Decimal(0))
        self._cost[call.cost.currency] = paid + call.cost.amount
        if call.status is not None:
            self._successful += call.status in SUCCESS
            self._times[call.response_time_ms] += 1

    @property
    def cost(self) -> Money:
        """The sum of the costs. Raises MixedCurrenciesError."""
        paid = {currency: amount for currency, amount in self._cost.items() if amount}
        if len(paid) > 1:
            raise MixedCurrenciesError(f"The calls were paid in {' and '.join(sorted(paid))}.")
        currency, amount = next(iter((paid or self._cost).items()), ("EUR", Decimal(0)))
        return Money(amount=amount, currency=currency)

    def usage(self, organization_id: str, day: date, provider: str) -> UsageSummary:
        """The summary. Raises MixedCurrenciesError."""
        return UsageSummary(
            organization_id=organization_id,
            date=day,
            provider=provider,
            total=self._total,
            successful=self._successful,
            failed=self._total - self._successful,
            cost=self.cost,
            average_response_ms=self._average(),
            p95_response_ms=percentile(self._times, 95),
            tokens=self._tokens,
            bytes=self._bytes,
        )

    def spend(self, organization_id: str, day: date, brand_id: str, provider: str) -> SpendSummary:
        """What they cost. Raises MixedCurrenciesError."""
        return SpendSummary(
            organization_id=organization_id,
            date=day,
            brand_id=brand_id,
            provider=provider,
            total=self._total,
            cost=self.cost,
        )

    def _average(self) -> Decimal | None:
        answered = self._times.total()
        if not answered:
            return None
        whole = sum(time * count for time, count in self._times.items())
        return (Decimal(whole) / answered).quantize(THOUSANDTH, ROUND_HALF_EVEN)


def percentile(counts: Counter[int], percent: int) -> int | None:
    """By nearest rank: the smallest value that ``percent`` of all do not exceed; None of nothing."""
    rank = -(-counts.total() * percent // 100)
    passed = 0
    for value in sorted(counts):
        passed += counts[value]
        if passed >= rank:
            return value
    return None


def sum_calls(
    organization_id: str, day: date, calls: Iterable[ApiCall]
) -> tuple[list[UsageSummary], list[SpendSummary]]:
    """The summaries of these calls by provider, and by brand and provider. Raises MixedCurrenciesError."""
    usage: dict[str, CallSums] = {}
    spend: dict[tuple[str, str], CallSums] = {}
    for call in calls:
        usage.setdefault(call.provider, CallSums()).add(call)
        spend.setdefault((call.brand_id or NO_BRAND, call.provider), CallSums()).add(call)
    return (
        [sums.usage(organization_id, day, provider) for provider, sums in sorted(usage.items())],
        [sums.spend(organization_id, day, *group) for group, sums in sorted(spend.items())],
    )
