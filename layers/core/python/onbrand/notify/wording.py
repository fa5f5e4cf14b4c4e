"""How mails write numbers and times."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import pass_context
from jinja2.runtime import Context

from onbrand.notify.naming import short


def percent(share: float | None) -> str:
    """As in "73 %", which stays on one line."""
    return "not judged" if share is None else f"{round(share * 100)}\N{NO-BREAK SPACE}%"


@pass_context
def day(context: Context, moment: datetime) -> str:
    """A moment in the reader's time zone."""
    zone = context["zone"]
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%A, %-d %B %Y, %H:%M} {zone.replace('_', ' ')}"


def words(name: object) -> str:
    """A name of ours as words."""
    return str(name).replace("_", " ")


FILTERS: dict[str, Callable[..., Any]] = {
    "percent": percent,
    "day": day,
    "words": words,
    "short": short,
}
