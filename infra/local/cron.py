"""When a schedule is due: AWS's cron(...), rate(...) and at(...) expressions."""

import calendar
import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

MONTHS = {name.upper(): number for number, name in enumerate(calendar.month_abbr) if name}
DAYS = {name: number for number, name in enumerate(("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"), 1)}
UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
FURTHEST = timedelta(days=366 * 8)


class BadExpressionError(ValueError):
    """Not an expression that EventBridge Scheduler takes."""


def next_due(expression: str, zone: str, after: datetime, started: datetime) -> datetime | None:
    """The first time after ``after`` (aware) at which the expression is due, in UTC; None when never again.

    A rate counts from ``started``, the time the schedule was made.
    """
    kind, _, inner = expression.strip().rstrip(")").partition("(")
    if kind == "rate":
        period = _rate(inner)
        return started + ((after - started) // period + 1) * period
    if kind == "at":
        moment = datetime.fromisoformat(inner).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        return moment if moment > after else None
    if kind == "cron":
        return _Cron(inner).next(after, ZoneInfo(zone))
    raise BadExpressionError(expression)


def _rate(text: str) -> timedelta:
    found = re.fullmatch(r"([1-9]\d*) (minute|hour|day)s?", text.strip())
    if found is None:
        raise BadExpressionError(f"rate({text})")
    return int(found[1]) * UNITS[found[2]]


class _Cron:
    """Six fields: minutes, hours, day of month, month, day of week (1 = Sunday), year."""

    def __init__(self, text: str) -> None:
        fields = text.upper().split()
        if len(fields) != 6 or (fields[2] == "?") == (fields[4] == "?"):
            raise BadExpressionError(f"cron({text})")
        self._minutes = _values(fields[0], 0, 59)
        self._hours = _values(fields[1], 0, 23)
        self._day_of_month = fields[2]
        self._months = _values(fields[3], 1, 12, MONTHS)
        self._day_of_week = fields[4]
        self._years = _values(fields[5], 1970, 2199)

    def next(self, after: datetime, zone: ZoneInfo) -> datetime | None:
        start = after.astimezone(zone).date()
        day = start
        while day - start < FURTHEST:
            if self._has_day(day):
                for hour in self._hours:
                    for minute in self._minutes:
                        moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(
                            UTC
                        )
                        if moment > after:
                            return moment
            day += timedelta(days=1)
        return None

    def _has_day(self, day: date) -> bool:
        if day.month not in self._months or day.year not in self._years:
            return False
        if self._day_of_week == "?":
            return day.day in _days_of_month(self._day_of_month, day.year, day.month)
        return _is_day_of_week(self._day_of_week, day)


def _days_of_month(text: str, year: int, month: int) -> list[int]:
    last = calendar.monthrange(year, month)[1]
    if text == "L":
        return [last]
    if text.endswith("W"):
        wanted = last if text == "LW" else min(int(text[:-1]), last)
        weekday = calendar.weekday(year, month, wanted)
        if weekday == 5:
            return [wanted - 1 if wanted > 1 else wanted + 2]
        if weekday == 6:
            return [wanted + 1 if wanted < last else wanted - 2]
        return [wanted]
    return _values(text, 1, 31)


def _is_day_of_week(text: str, day: date) -> bool:
    number = day.isoweekday() % 7 + 1
    if "#" in text:
        name, _, nth = text.partition("#")
        return number == _number(name, DAYS) and (day.day - 1) // 7 + 1 == int(nth)
    if text.endswith("L") and text != "L":
        last = calendar.monthrange(day.year, day.month)[1]
        return number == _number(text[:-1], DAYS) and day.day + 7 > last
    return number in _values("7" if text == "L" else text, 1, 7, DAYS)


def _number(text: str, names: dict[str, int]) -> int:
    return names[text] if text in names else int(text)


def _values(text: str, low: int, high: int, names: dict[str, int] | None = None) -> list[int]:
    found: set[int] = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        first, dash, last = span.partition("-")
        try:
            start = low if first in ("*", "?") else _number(first, names or {})
            end = _number(last, names or {}) if dash else high if step or first in ("*", "?") else start
            values = range(start, end + 1, int(step or 1))
        except (ValueError, KeyError) as error:
            raise BadExpressionError(text) from error
        found.update(values)
    if not found or min(found) < low or max(found) > high:
        raise BadExpressionError(text)
    return sorted(found)
