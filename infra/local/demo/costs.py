"""What the demo's request cost, as a table."""

from typing import Any

from rich.table import Table


def cost_table(costs: dict[str, Any]) -> Table:
    """A row a stage: the providers' calls, our own AWS in millionths of a dollar, and the units behind it."""
    table = Table(
        "stage",
        "providers",
        "own AWS, µUSD",
        "GB-s",
        "transitions",
        "table units",
        "S3 requests",
        "MB stored",
        "events, mails",
        title="What it cost",
        title_justify="left",
    )
    for stage in costs["stages"]:
        units = stage["units"]
        table.add_row(
            stage["stage"],
            _money(stage["providers"]),
            f"{float(stage['aws']['amount']) * 1e6:.1f}",
            f"{float(units['gb_seconds']):.2f}",
            str(units["transitions"]),
            f"{float(units['read_units']):.0f} + {float(units['write_units']):.0f}",
            str(units["puts"] + units["gets"]),
            f"{units['bytes_stored'] / 1e6:.2f}",
            str(units["events"] + units["mails"]),
        )
    return table


def cost_sentence(costs: dict[str, Any]) -> str:
    """The sums."""
    own = float(costs["aws"]["amount"])
    return f"Providers {_money(costs['providers'])}, own AWS {own:.6f} USD ({costs['price_version']})"


def _money(amounts: list[dict[str, str]]) -> str:
    return ", ".join(f"{float(one['amount']):.2f} {one['currency']}" for one in amounts) or "–"
