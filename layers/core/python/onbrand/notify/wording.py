"""How mails write numbers, amounts and times."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import pass_context
from jinja2.runtime import Context

from onbrand.kernel.money import Money
from onbrand.notify.contents import ReportLine


def percent(share: float | None) -> str:
    """As in "73 %"."""
    return "not judged" if share is None else f"{round(share * 100)} %"


@pass_context
def day(context: Context, moment: datetime) -> str:
    """A moment in the reader's time zone."""
    zone = context["zone"]
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%A, %-d %B %Y, %H:%M} {zone.replace('_', ' ')}"


def plain_date(on: date) -> str:
    """A day, as in 5 January 2026."""
    return f"{on:%-d %B %Y}"


def money(amounts: Sequence[Money]) -> str:
    """Amounts of different currencies stand beside each other."""
    return ", ".join(f"{amount.amount} {amount.currency}" for amount in amounts) or "nothing"


def score_change(line: ReportLine) -> str:
    """A score, and how far it is from the week before."""
    if line.score is None or line.score_before is None:
        return percent(line.score)
    points = round(line.score * 100) - round(line.score_before * 100)
    change = "as before" if points == 0 else f"{points:+d} points".replace("-", "−")
    return f"{percent(line.score)} ({change})"


def words(name: object) -> str:
    """A name of ours as words."""
    return str(name).replace("_", " ")


FILTERS: dict[str, Callable[..., Any]] = {
    "percent": percent,
    "day": day,
    "date": plain_date,
    "money": money,
    "score_change": score_change,
    "words": words,
}
