"""The periods of reports: days, weeks from Monday, months; which one follows, and when it is to be sent."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from onbrand.analytics.model import ReportKind, ReportPeriod

SENT_AT = time(7)
DAY = timedelta(days=1)
HISTORY = {ReportKind.DAILY_USAGE: 28, ReportKind.WEEKLY_COMPLIANCE: 8, ReportKind.MONTHLY_COSTS: 6}
"""How many periods before it a report looks back at."""
MOST_LATE = {ReportKind.DAILY_USAGE: 7, ReportKind.WEEKLY_COMPLIANCE: 4, ReportKind.MONTHLY_COSTS: 2}
"""How many missed periods are still sent after an outage; earlier ones can be asked for."""


def period_with(kind: ReportKind, day: date) -> ReportPeriod:
    """The period that this day is in."""
    if kind is ReportKind.DAILY_USAGE:
        return ReportPeriod(first=day, last=day)
    if kind is ReportKind.WEEKLY_COMPLIANCE:
        monday = day - timedelta(days=day.weekday())
        return ReportPeriod(first=monday, last=monday + 6 * DAY)
    length = monthrange(day.year, day.month)[1]
    return ReportPeriod(first=day.replace(day=1), last=day.replace(day=length))


def period_after(kind: ReportKind, period: ReportPeriod) -> ReportPeriod:
    """The one that follows without a gap."""
    return period_with(kind, period.last + DAY)


def period_before(kind: ReportKind, period: ReportPeriod) -> ReportPeriod:
    """The one that ends where this one starts."""
    return period_with(kind, period.first - DAY)


def history(kind: ReportKind, period: ReportPeriod) -> list[ReportPeriod]:
    """The periods before this one that it is compared with, the latest first."""
    found: list[ReportPeriod] = []
    for _ in range(HISTORY[kind]):
        period = period_before(kind, period)
        found.append(period)
    return found


def due_at(period: ReportPeriod, time_zone: str) -> datetime:
    """The morning after the period, by the clocks of the time zone; in UTC."""
    return datetime.combine(period.last + DAY, SENT_AT, ZoneInfo(time_zone)).astimezone(UTC)


def due_periods(
    kind: ReportKind, first: ReportPeriod, time_zone: str, now: datetime, closed_through: date | None
) -> tuple[list[ReportPeriod], ReportPeriod]:
    """The periods from ``first`` on that are to be sent now, and the next one after them.

    Only those whose days are all summed; of many that were missed the latest ``MOST_LATE``.
    """
    due: list[ReportPeriod] = []
    period = first
    for period in _from(kind, first):
        if closed_through is None or period.last > closed_through or due_at(period, time_zone) > now:
            break
        due.append(period)
    return due[-MOST_LATE[kind] :], period


def _from(kind: ReportKind, period: ReportPeriod) -> Iterator[ReportPeriod]:
    while True:
        yield period
        period = period_after(kind, period)
