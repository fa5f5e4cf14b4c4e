"""Reports on paper and their charts with foreign names, long names, and many of them."""

import re
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from onbrand.analytics.charts import HEIGHT, svg_of
from onbrand.analytics.csv_file import csv_of
from onbrand.analytics.digest import digest_of
from onbrand.analytics.html import html_of
from onbrand.analytics.model import FileFormat, ReportFile
from onbrand.analytics.page import Anomaly, Chart, Column, Line, Sheet, Tile, Unit, Wish
from onbrand.analytics.paper import WIDTH, Paper
from onbrand.analytics.paper_tables import _widths
from onbrand.analytics.pdf import pdf_of
from onbrand.analytics.wording import mood, subject
from onbrand.kernel.money import Money
from tests.unit.analytics.pages import page_of

HEBREW, ARABIC = "קפה צפון", "قهوة الشمال"
LONG = "Nordlichtkaffeeröstereibetriebsgesellschaft mit beschränkter Haftung & Söhne"
Begin = Callable[[str, str], Paper]
AT = datetime(2026, 1, 6, tzinfo=UTC)
TOKEN = re.compile(rb"/F(\d+) [\d.]+ Tf|\b(q|Q|TJ|Tj)\b|\((?:\\.|[^\\)])*\)|<[0-9A-Fa-f]+>", re.DOTALL)


@pytest.fixture
def begun() -> Iterator[Begin]:
    """Papers with their first page; those that a test does not finish are finished for it, which closes their fonts."""
    papers: list[Paper] = []

    def begin(organization: str, running: str) -> Paper:
        papers.append(Paper(organization, running))
        papers[-1].add_page()
        return papers[-1]

    yield begin
    for paper in papers:
        paper.output()


def fonts_shown(pdf: bytes) -> list[int | None]:
    """The font that each text of the pages is shown in, as a viewer keeps its state; None where none is set."""
    shown: list[int | None] = []
    for raw in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            stream = zlib.decompress(raw)
        except zlib.error:
            continue
        if b" Tf" not in stream:
            continue
        font: int | None = None
        kept: list[int | None] = []
        for found in TOKEN.finditer(stream):
            if found[1]:
                font = int(found[1])
            elif found[2] == b"q":
                kept.append(font)
            elif found[2] == b"Q":
                font = kept.pop()
            elif found[2]:
                shown.append(font)
    return shown


@pytest.mark.parametrize(("name", "family"), [(HEBREW, "noto_sans_hebrew"), (ARABIC, "noto_sans_arabic")])
def test_what_follows_a_foreign_name_is_drawn_in_its_own_font(begun: Begin, name: str, family: str) -> None:
    paper = begun("Northbeam", "Daily usage")
    paper.face(10)
    for text in (f"{name} – cost", "Latin again", f"{name} once more"):
        paper.words(text, 5)
    paper.face(12)
    paper.words(name, 5)
    paper.words("Latin at last", 5)
    fonts = fonts_shown(bytes(paper.output()))
    changes = [font for font, before in zip(fonts, [None, *fonts], strict=False) if font != before]
    inter, foreign = (paper.fonts[key].i for key in ("inter", family))
    # Three times two words; the spaces between them are of our own font.
    assert changes == [*[inter, foreign] * 6, inter]


def test_a_page_full_of_foreign_names_has_a_font_for_every_word() -> None:
    names = (HEBREW, ARABIC, LONG, "Coffee & Co. " + HEBREW)
    sheet = Sheet(
        "By brand",
        (Column("Brand", Unit.TEXT), Column("Calls", Unit.COUNT)),
        tuple((name, 3) for name in names * 30),
        "Nothing.",
    )
    cost = Money(amount=Decimal("1234567.89"))
    page = page_of(
        sheet,
        organization=f"{HEBREW} – {LONG}",
        tiles=(Tile("Cost", Unit.MONEY, cost, cost),),
        anomalies=tuple(Anomaly(name, "cost", Unit.MONEY, cost, Money(), 6) for name in names),
    )
    fonts = fonts_shown(pdf_of(page, [], AT))
    assert len(fonts) > 300
    assert None not in fonts


def test_the_foot_of_a_page_keeps_title_and_period_however_long_the_name(begun: Begin) -> None:
    paper = begun(LONG * 3, "Daily usage · Monday, 5 January 2026")
    paper.face(8)
    assert paper.fitted(LONG * 3, 80).endswith("…")
    assert paper.get_string_width(" · Daily usage · Monday, 5 January 2026") < WIDTH - 20 - 80


def test_no_heading_is_broken_and_figures_have_their_width(begun: Begin) -> None:
    titles = (
        "Provider",
        "Calls",
        "Successful",
        "Failed",
        "Cost",
        "Average response",
        "95 % within",
        "Tokens",
    )
    units = (Unit.TEXT, *[Unit.COUNT] * 3, Unit.MONEY, *[Unit.MILLISECONDS] * 2, Unit.COUNT)
    sheet = Sheet("t", tuple(map(Column, titles, units)), (), "Nothing.")
    rows = [["freepik", "1,234", "1,200", "34", "< 0.01 USD", "29 ms", "78 ms", "0"], [LONG, *["0"] * 7]]
    paper = begun("Northbeam", "Daily usage")
    widths = _widths(paper, sheet, rows)
    assert sum(widths) == pytest.approx(WIDTH)
    paper.face(8, "B")
    for title, width in zip(titles, widths, strict=True):
        assert max(map(paper.get_string_width, title.split())) + 2.4 < width
    paper.face(8)
    assert paper.get_string_width("< 0.01 USD") + 2.4 < widths[4]


@pytest.mark.parametrize("lines", [1, 2, 4, 5, 7])
def test_all_names_of_a_chart_are_inside_it(lines: int) -> None:
    values = tuple(Decimal(number) for number in range(1, 8))
    labels = tuple(f"{date(2026, 1, day):%-d %b}" for day in range(1, 8))
    names = [f"{LONG} {number}" for number in range(lines)]
    svg = svg_of(Chart("Cost", "EUR a day", Unit.MONEY, labels, tuple(Line(n, values) for n in names)), 0)
    tops = [float(y) for y in re.findall(r'translate\([\d.]+, ([\d.]+)\)" class="legends"', svg)]
    legends = svg[svg.index('class="legends"') :] if lines > 1 else ""
    boxes = [float(y) for y in re.findall(r'<rect[^>]*?\by="([\d.]+)"', legends)][:lines]
    assert len(boxes) == (lines if lines > 1 else 0)
    if boxes:
        assert tops[0] + max(boxes) + 14 <= HEIGHT


def test_an_axis_of_tiny_amounts_tells_its_lines_apart() -> None:
    values = (Decimal(0), Decimal("0.00032"))
    svg = svg_of(Chart("Cost", "USD a day", Unit.MONEY, ("a", "b"), (Line("ses", values),)), 0)
    axis = re.findall(r">(0\.\d+)</text>", svg)
    assert len(axis) == len(set(axis)) >= 3


def test_a_first_cost_is_neither_good_nor_bad() -> None:
    now, none = Money(amount=Decimal("0.10")), Money()
    assert mood(Tile("Cost", Unit.MONEY, now, none, Wish.DOWN)) == "neither"
    assert mood(Tile("Cost", Unit.MONEY, now, Money(amount=Decimal("0.05")), Wish.DOWN)) == "bad"


def test_what_does_not_add_up_comes_first_in_every_form() -> None:
    finding = "Freepik counted 9 calls on 5 January 2026 (UTC), 5 more than all ledgers hold."
    page = page_of(findings=(finding,))
    files = [ReportFile(format=one, key=f"org/reports/id.{one.value}", bytes=1) for one in FileFormat]
    assert digest_of(page, [], files, "daily-usage").oddities[0].sentence == finding
    assert subject(page).endswith("1 unusual figure")
    assert finding in html_of(page, []).decode()
    assert finding in csv_of(page).decode()
    assert len(pdf_of(page, [], AT)) > len(pdf_of(page_of(), [], AT))
