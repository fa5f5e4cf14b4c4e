"""What the demo's day used and what its request cost, as tables for a terminal of eighty columns."""

from typing import Any

from rich import box
from rich.table import Table

LEFT, RIGHT = "left", "right"


def usage_table(usage: list[dict[str, Any]]) -> Table:
    """A row a provider: the calls of the day, how they went, what they cost."""
    table = _table("What was called today", "calls", "ok", "failed", "cost", "average", "95 % in", "kB")
    for one in usage:
        table.add_row(
            one["provider"],
            str(one["total"]),
            str(one["successful"]),
            str(one["failed"]),
            _money([one["cost"]]),
            _milliseconds(one["average_response_ms"]),
            _milliseconds(one["p95_response_ms"]),
            f"{one['bytes'] / 1e3:,.0f}",
        )
    table.columns[0].header = "provider"
    return table


def cost_table(costs: dict[str, Any]) -> Table:
    """A row a stage: the providers' calls, our own AWS in millionths of a dollar, and the units behind it."""
    table = _table("What the request cost", "providers", "AWS, µUSD", "GB-s", "steps", "table", "S3")
    table.caption = "steps: of the pipeline · table: units read + written · S3: requests"
    for stage in costs["stages"]:
        units = stage["units"]
        table.add_row(
            stage["stage"].replace("_", " "),
            _money(stage["providers"]),
            f"{float(stage['aws']['amount']) * 1e6:,.1f}",
            f"{float(units['gb_seconds']):.2f}",
            str(units["transitions"]),
            f"{float(units['read_units']):.0f} + {float(units['write_units']):.0f}",
            str(units["puts"] + units["gets"]),
        )
    table.columns[0].header = "stage"
    return table


def cost_sentence(costs: dict[str, Any]) -> str:
    """The sums."""
    own = float(costs["aws"]["amount"])
    return f"Providers {_money(costs['providers'])}, own AWS {own:.6f} USD ({costs['price_version']})"


def _table(title: str, *numbers: str) -> Table:
    """The first column holds names, the others ``numbers``."""
    table = Table(title=title, title_justify=LEFT, caption_justify=LEFT, box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("", no_wrap=True)
    for number in numbers:
        table.add_column(number, justify=RIGHT, no_wrap=True)
    return table


def _money(amounts: list[dict[str, str]]) -> str:
    """Small amounts, such as the price of a mail, with the places that they have."""
    return ", ".join(f"{_shown(float(one['amount']))} {one['currency']}" for one in amounts) or "–"


def _shown(amount: float) -> str:
    return f"{amount:.2f}" if not amount or amount >= 0.01 else f"{amount:.4f}"


def _milliseconds(value: str | int | None) -> str:
    return "–" if value is None else f"{float(value):,.0f} ms"
