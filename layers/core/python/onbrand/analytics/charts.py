"""Draws charts: SVG by pygal, and PNG of it for mails and paper, in our own fonts."""

import re
import sys
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import resvg_py

from onbrand.analytics.page import Chart, Unit
from onbrand.analytics.wording import cents

WIDTH, HEIGHT = 720, 340
MAIL_WIDTH = 440
"""Narrow, so that what is written in it can still be read on a phone."""
COLOURS = ("#2B4BDB", "#D9622B", "#1B8A6B", "#A63D7A", "#8A7A12", "#5E6B7A", "#5B3FC4")
INK, PALE, RULE = "#1C2430", "#5A6472", "#D8DDE5"
FAMILIES = "Inter, 'Noto Sans Hebrew', 'Noto Sans Arabic', sans-serif"
LONGEST_NAME = 26
LEGEND_ROW = 14
FONTS = (
    "inter/inter-400.ttf",
    "noto_sans_hebrew/noto_sans_hebrew-400.ttf",
    "noto_sans_arabic/noto_sans_arabic-400.ttf",
)
MOST_LABELS = 12
SMALL = Decimal("0.05")
"""Below this, an axis in cents would say the same at every line."""
NOT_DRAWN = re.compile(r"<!--.*?-->|<script.*?</script>", re.DOTALL)
"""pygal writes the date of the machine into a comment, and the settings of its script."""


def svg_of(chart: Chart, number: int, width: int = WIDTH) -> str:
    """The chart as SVG without script; ``number`` keeps the charts of one page apart."""
    drawn = _drawing(chart, width)
    drawn.uuid = f"report-{number}"  # pygal's own would differ from run to run
    drawn.x_labels = chart.labels
    if len(chart.labels) > MOST_LABELS:
        step = -(-len(chart.labels) // MOST_LABELS)
        drawn.x_labels_major = chart.labels[::-step]  # the last is among them
        drawn.show_minor_x_labels = False
    for line in chart.lines:
        drawn.add(_short(line.name), [_plotted(value, chart.unit) for value in line.values])
    return NOT_DRAWN.sub("", drawn.render(is_unicode=True))


def png_of(svg: str, scale: int = 2, width: int = WIDTH) -> bytes:
    """A picture of an SVG of this width, ``scale`` pixels a unit."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=width * scale,
            height=HEIGHT * scale,
            skip_system_fonts=True,
            font_files=_font_files(),
            font_family="Inter",
            sans_serif_family="Inter",
            background="white",
        )
    )


def _drawing(chart: Chart, width: int) -> Any:
    pygal = _library()
    style = pygal.style.Style(
        background="transparent",
        plot_background="transparent",
        foreground=INK,
        foreground_strong=INK,
        foreground_subtle=RULE,
        colors=COLOURS,
        opacity="1",
        opacity_hover="1",
        font_family=FAMILIES,
        label_font_size=13,
        major_label_font_size=13,
        legend_font_size=14,
        title_font_size=16,
        guide_stroke_color=RULE,
        guide_stroke_dasharray="none",
        major_guide_stroke_color=RULE,
        major_guide_stroke_dasharray="none",
        stroke_width="2.5" if chart.unit is Unit.SHARE else "0",
    )
    shares = chart.unit is Unit.SHARE
    whole = max(
        (sum(v for line in chart.lines if (v := line.values[n])) for n in range(len(chart.labels))), default=0
    )
    columns = 2 if width == WIDTH and len(chart.lines) > 1 else 1
    options: dict[str, Any] = {
        "style": style,
        "width": width,
        "height": HEIGHT,
        "js": [],
        "disable_xml_declaration": True,
        "legend_at_bottom": True,
        "legend_at_bottom_columns": columns,
        "legend_box_size": 12,
        "show_legend": len(chart.lines) > 1,
        "truncate_legend": -1,
        "truncate_label": -1,
        "y_title": chart.axis,
        "margin": 14,
        "margin_right": 34,
        # pygal keeps room for two rows of names.
        "margin_bottom": 14 + LEGEND_ROW * max(0, -(-len(chart.lines) // columns) - 2),
        "spacing": 8,
        "print_values": False,
        "value_formatter": _formatter(chart.unit, whole),
        "y_labels_major_every": 1,
        "show_y_guides": True,
        "show_x_guides": False,
        "min_scale": 4,
        "max_scale": 6,
        "include_x_axis": True,
        "range": (0, 100) if shares else (0, float(whole) * 1.05 if whole else 1),
    }
    if shares:
        return pygal.Line(dots_size=3.5, stroke_style={"width": 2.5}, allow_interruptions=True, **options)
    return pygal.StackedBar(rounded_bars=0, **options)


def _formatter(unit: Unit, whole: Decimal | int) -> Any:
    if unit is Unit.SHARE:
        return lambda value: f"{value:.0f} %"
    if unit is Unit.MONEY and 0 < whole < SMALL:
        places = 1 - Decimal(whole).adjusted()
        return lambda value: f"{value:.{places}f}"
    if unit is Unit.MONEY:
        return lambda value: cents(Decimal(str(round(value, 6))))
    return lambda value: f"{value:,.0f}" if float(value).is_integer() else ""


def _plotted(value: Any, unit: Unit) -> float | None:
    """Where a mark stands: pixels need no exact sums."""
    if value is None:
        return None
    return float(value * 100 if unit is Unit.SHARE else value)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


@cache
def _font_files() -> list[str]:
    root = files("onbrand_fonts")
    return [str(root.joinpath(*name.split("/"))) for name in FONTS]


@cache
def _library() -> Any:
    """pygal, without the import hook that it leaves behind: no plugin is used, and Python warns of such hooks."""
    import pygal

    sys.meta_path[:] = [one for one in sys.meta_path if not isinstance(one, pygal.PluginImportFixer)]
    return pygal
