"""Closing a day of 1,000 organizations with 100,000 and with 1,000,000 rows: rows a second, memory, units, hot keys.

The aggregation is the product's own, over the memory table. Each organization has a table of its own, filled when
its turn comes and dropped after it, so that what is measured is the aggregation's memory and not the fixture's.
"""

import json
import os
import random
import subprocess
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

ORGANIZATIONS = 1000
SIZES = (100_000, 1_000_000)
MOST_RATIO = 10.5
PARTITION_WRITES = 1000
LOAD = 100
PEAK_MB = 16
BUSIEST_HOUR = 3
"""How much busier than the mean the busiest hour of a day is taken to be."""

START = datetime(2026, 1, 4, tzinfo=UTC)
NIGHT = datetime(2026, 1, 5, 1, 15, tzinfo=UTC)
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo")

MEASURED = """
import json, sys
from tests.bench import usage
print(json.dumps(usage.close_a_day(int(sys.argv[1]))))
"""


def rows_of(number: int, rows: int) -> int:
    """The rows of an organization: some are a hundred times as busy as others (Zipf's law, exponent 0.7)."""
    weight = sum((rank + 1) ** -0.7 for rank in range(ORGANIZATIONS))
    return max(1, round(rows * (number + 1) ** -0.7 / weight))


def calls(organization_id: str, number: int, rows: int) -> Iterator[Any]:
    """The calls of an organization on the day, the same every time."""
    from onbrand.kernel.calls import ApiCall, CallOutcome
    from onbrand.kernel.money import Money

    dice = random.Random(number)  # noqa: S311 - the same rows every time
    for index in range(rows):
        yield ApiCall(
            organization_id=organization_id,
            request_id=f"01JZ{index // 5:022d}",
            brand_id=f"brand-{dice.randrange(3)}",
            provider=dice.choice(("freepik", "freepik", "freepik", "ses")),
            operation="resources.search",
            attempt=index,
            requested_at=START + timedelta(milliseconds=dice.randrange(86_400_000)),
            outcome=CallOutcome.SUCCEEDED,
            status=dice.choice((200, 200, 200, 404)),
            response_time_ms=dice.randrange(2000),
            cost=Money(amount=Decimal(dice.randrange(2000)) / 10_000),
        )


def filled(number: int, rows: int) -> tuple[Any, Counter[str]]:
    """An organization with the calls of the day, and how many stand in which partition."""
    from onbrand.adapters.dynamodb import keys
    from onbrand.adapters.dynamodb.items import to_item
    from onbrand.adapters.dynamodb.table import Absent, Put
    from tests.support.accounting import Accounting

    name, world, shares, puts = f"01JZ{number:022d}", Accounting(), Counter[str](), []
    world.move(NIGHT + timedelta(days=1))
    world.found(name, ZONES[number % len(ZONES)], START + timedelta(hours=12))
    for row in calls(name, number, rows_of(number, rows)):
        key = keys.metering.ledger(name, row.requested_at, row.provider, row.id)
        puts.append(Put(to_item(key, "ledger_call", row, expires_at=NIGHT), Absent()))
        shares[key.pk] += 1
    for place in range(0, len(puts), 100):
        world.table.write(*puts[place : place + 100])
    world.table.drain()
    return world, shares


def peak_mb(rows: int) -> float:
    """Megabytes that closing the day of the busiest organization allocates at its peak."""
    world, _ = filled(0, rows)
    tracemalloc.start()
    try:
        world.close(f"01JZ{0:022d}")
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def close_a_day(rows: int) -> dict[str, Any]:
    """Closes the day of all organizations, one after the other, as the workers of all shards do."""
    shares: Counter[str] = Counter()
    seconds, read, write, counted = 0.0, 0.0, 0.0, 0
    first, last = START - timedelta(days=2), START + timedelta(days=1)
    for number in range(ORGANIZATIONS):
        name = f"01JZ{number:022d}"
        world, own = filled(number, rows)
        shares += own
        started = time.process_time()
        with world.table.metered() as units:
            world.close(name)
        seconds += time.process_time() - started
        read, write = read + units.read, write + units.write
        counted += sum(one.total for one in world.summaries.usage(name, first.date(), last.date()))
    return {
        "rows": shares.total(),
        "counted": counted,
        "seconds": seconds,
        "peak_mb": round(peak_mb(rows), 1),
        "read": read,
        "write": write,
        "hottest": [count for _, count in shares.most_common(5)],
        "writes_a_second": round(2 * max(shares.values()) / 86_400 * LOAD * BUSIEST_HOUR, 1),
    }


def measured(rows: int) -> dict[str, Any]:
    """The same in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(rows)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measure() -> list[dict[str, Any]]:
    """One row a figure. Raises AssertionError when a row was lost or doubled."""
    small, large = (measured(rows) for rows in SIZES)
    for found in (small, large):
        if found["counted"] != found["rows"]:
            raise AssertionError(f"{found['rows']} rows were written, {found['counted']} counted")
    units = {name: found["read"] + found["write"] for name, found in (("small", small), ("large", large))}
    ratio = units["large"] / units["small"]
    rows: list[dict[str, Any]] = [
        {
            "name": f"usage: units of {large['rows']:,} rows / of {small['rows']:,}",
            "ms": round(units["large"], 1),
            "baseline": "units",
            "baseline_ms": round(units["small"], 1),
            "ratio": round(ratio, 2),
            "target": MOST_RATIO,
            "met": ratio <= MOST_RATIO,
        }
    ]
    for found in (small, large):
        rows.append(
            {
                "name": f"usage: peak memory of closing, {found['rows']:,} rows",
                "mb": found["peak_mb"],
                "target_mb": PEAK_MB,
                "met": found["peak_mb"] <= PEAK_MB,
            }
        )
        speed = found["rows"] / found["seconds"]
        rows.append(
            {
                "name": f"usage: closing {found['rows']:,} rows ({speed:,.0f} a second)",
                "ms": round(found["seconds"] * 1000, 1),
                "rows_a_second": round(speed),
                "read_units": found["read"],
                "write_units": found["write"],
            }
        )
    most = large["writes_a_second"]
    rows.append(
        {
            "name": f"usage: writes/s to the hottest partition at {LOAD} times the load: {most} of {PARTITION_WRITES}",
            "ms": most,
            "target_ms": PARTITION_WRITES,
            "hottest_rows": large["hottest"],
            "met": most <= PARTITION_WRITES,
        }
    )
    return rows
