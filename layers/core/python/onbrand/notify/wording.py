"""How mails write numbers and times."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from unicodedata import bidirectional
from zoneinfo import ZoneInfo

from jinja2 import pass_context
from jinja2.runtime import Context

FIRST_STRONG, END = "\u2068", "\u2069"
RIGHT_TO_LEFT = ("R", "AL")
LONGEST_NAME = 48
LONGEST_HEADING = 100


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


def isolated(text: str) -> str:
    """The text, so marked that letters written from right to left turn nothing around it."""
    turned = any(bidirectional(letter) in RIGHT_TO_LEFT for letter in text)
    return f"{FIRST_STRONG}{text}{END}" if turned else text


def named(name: str) -> str:
    """A name of others within a subject: so short that what is said of it still shows."""
    return isolated(short(name, LONGEST_NAME))


def short(text: str, most: int = LONGEST_HEADING) -> str:
    """At most so many letters, the last of them a sign that there were more."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def finished(value: object) -> object:
    """What every value in a template goes through; markup of ours is finished already."""
    return isolated(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


FILTERS: dict[str, Callable[..., Any]] = {
    "percent": percent,
    "day": day,
    "words": words,
    "short": short,
}
