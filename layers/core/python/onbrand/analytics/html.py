"""A report as one HTML file that loads nothing."""

from base64 import b64encode
from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from onbrand.analytics import wording
from onbrand.analytics.anomalies import RULE
from onbrand.analytics.page import ReportPage, Unit


@cache
def environment() -> Environment:
    """The templates of reports, with the words that they use."""
    made = Environment(
        loader=PackageLoader("onbrand.analytics"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "shown": wording.shown,
        "day": wording.plain_day,
        "sentence": wording.anomaly_sentence,
        "data": lambda data: f"data:image/jpeg;base64,{b64encode(data).decode()}",
    }
    made.globals |= {
        "rule": RULE,
        "rounded": wording.ROUNDED,
        "change": wording.change,
        "mood": wording.mood,
        "SHARE": Unit.SHARE,
        "NUMBERS": (Unit.COUNT, Unit.MONEY, Unit.SHARE, Unit.MILLISECONDS),
    }
    return made


def values_of(page: ReportPage) -> dict[str, object]:
    """What every template is given."""
    return {
        "page": page,
        "period": wording.period_name(page.kind, page.period),
        "before": wording.period_name(page.kind, page.before),
        "subject": wording.subject(page),
    }


def html_of(page: ReportPage, drawings: Sequence[str]) -> bytes:
    """``drawings``: the charts of the page as SVG."""
    values = values_of(page)
    charts = [(chart, Markup(svg)) for chart, svg in zip(page.charts, drawings, strict=True)]  # noqa: S704 - drawn by us
    return environment().get_template("report.html.j2").render(values, charts=charts).encode()
