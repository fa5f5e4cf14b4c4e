"""What windows came to, in the table."""

from collections.abc import Iterator, Sequence
from datetime import date

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import from_item, to_item
from onbrand.adapters.dynamodb.metering_counts import count_items
from onbrand.adapters.dynamodb.ranges import all_items
from onbrand.adapters.dynamodb.table import Item, Table
from onbrand.metering.model import ComplianceSummary, Dimension, SpendSummary, UsageSummary
from onbrand.metering.ports import DaySums


class TableSummaries:
    """A ``metering.ports.SummaryRepository``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def usage(self, organization_id: str, first: date, last: date) -> Sequence[UsageSummary]:
        """By day and provider."""
        items = self._days(organization_id, keys.metering.USAGE, first, last)
        return [from_item(UsageSummary, item) for item in items]

    def spend(self, organization_id: str, first: date, last: date) -> Sequence[SpendSummary]:
        """By day, brand and provider."""
        items = self._days(organization_id, keys.metering.SPEND, first, last)
        return [from_item(SpendSummary, item) for item in items]

    def compliance(
        self, organization_id: str, dimension: Dimension, subject_id: str, first: date, last: date
    ) -> Sequence[ComplianceSummary]:
        """Of one brand, template or author, by day."""
        prefix = keys.metering.compliance_prefix(dimension.value, subject_id)
        return _summaries(self._days(organization_id, prefix, first, last))

    def compliance_of_all(
        self, organization_id: str, dimension: Dimension, first: date, last: date
    ) -> Sequence[ComplianceSummary]:
        """Of all brands, templates or authors, by day."""
        items = all_items(
            self._table,
            keys.metering.compliance_partition(organization_id, dimension.value),
            index="gsi1",
            sk_from=keys.metering.day_from("", first),
            sk_to=keys.metering.day_to("", last),
        )
        return _summaries(items)

    def weeks(
        self, organization_id: str, brand_id: str, first: date, last: date
    ) -> Sequence[ComplianceSummary]:
        """Of a brand, by week."""
        return _summaries(self._days(organization_id, keys.metering.weeks_prefix(brand_id), first, last))

    def _days(self, organization_id: str, prefix: str, first: date, last: date) -> Iterator[Item]:
        yield from all_items(
            self._table,
            keys.shape.organization_partition(organization_id),
            sk_from=keys.metering.day_from(prefix, first),
            sk_to=keys.metering.day_to(prefix, last),
        )


def _summaries(items: Iterator[Item]) -> list[ComplianceSummary]:
    return [from_item(ComplianceSummary, item) for item in items]


def sum_items(sums: DaySums) -> Iterator[Item]:
    """The items of a window's sums; their keys say what they are sums of."""
    for usage in sums.usage:
        key = keys.metering.usage_summary(usage.organization_id, usage.date, usage.provider)
        yield to_item(key, "usage_summary", usage)
    for spend in sums.spend:
        key = keys.metering.spend_summary(spend.organization_id, spend.date, spend.brand_id, spend.provider)
        yield to_item(key, "spend_summary", spend)
    for of_day in sums.compliance:
        names = (of_day.organization_id, of_day.dimension.value)
        yield to_item(
            keys.metering.compliance_summary(*names, of_day.subject_id, of_day.date),
            "compliance_summary",
            of_day,
            gsi1=keys.metering.compliance_of_day(*names, of_day.date, of_day.subject_id),
        )
    for week in sums.weeks:
        key = keys.metering.compliance_week(week.organization_id, week.subject_id, week.date)
        yield to_item(key, "compliance_week", week)
    yield from count_items(sums.counts)
