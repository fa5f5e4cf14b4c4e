"""Tables that spreadsheets open: exact, and without formulas."""

import csv
import io
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from onbrand.analytics.csv_file import csv_of, safe
from onbrand.analytics.page import Cell, Column, Sheet, Unit
from onbrand.kernel.money import Money
from tests.unit.analytics.pages import page_of

HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "|calc", "\n=1", "%0A=1")


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet(*rows: tuple[Cell, ...]) -> Sheet:
    columns = (Column("Brand", Unit.TEXT), Column("Costs", Unit.MONEY), Column("Calls", Unit.COUNT))
    return Sheet("By brand", columns, rows, "Nothing.")


def test_names_are_never_formulas() -> None:
    page = page_of(sheet(*((name, None, 1) for name in HOSTILE)), organization="=cmd|' /C calc'!A0")
    rows = rows_of(csv_of(page))
    assert rows[0][0].startswith("'=cmd")
    names = [row[0] for row in rows[4:]]
    assert len(names) == len(HOSTILE)
    assert all(name.startswith("'") for name in names)


@given(st.text(max_size=40))
def test_no_text_starts_a_formula_or_a_line(text: str) -> None:
    assert safe(text).lstrip()[:1] not in set("=+-@＝＋－＠|%")
    assert len(f"{safe(text)}.".splitlines()) == 1


def test_amounts_are_exact_and_their_currency_stands_beside() -> None:
    cost = Money(amount=Decimal("0.00016"), currency="USD")
    rows = rows_of(
        csv_of(page_of(sheet(("Northbeam", cost, 3), ("Refund", Money(amount=Decimal("-1.10")), 0))))
    )
    assert rows[3] == ["Brand", "Costs", "Costs, currency", "Calls"]
    assert rows[4] == ["Northbeam", "0.00016", "USD", "3"]
    assert rows[5] == ["Refund", "-1.10", "EUR", "0"]
