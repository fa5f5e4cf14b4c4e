"""The schedule of sums on the local cloud: its jobs reach their worker through the queue, and the days are closed."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.cloud.real.world import World
from tests.cloud.waiting import eventually

pytestmark = pytest.mark.cloud


def test_the_schedule_closes_the_days_that_are_over(world: World) -> None:
    assert world.cloud.fire("aggregate_usage") == {"jobs": 16}
    # Sums wait for an hour after the day's end; by then the day before that is closed.
    over = (datetime.now(UTC) - timedelta(hours=1, minutes=5)).date() - timedelta(days=1)
    founded = datetime.now(UTC).date() - timedelta(days=1)

    def closed() -> dict[str, object] | None:
        report: dict[str, object] = world.owner.get("/usage")
        through = report["closed_through"]
        return report if founded > over or (through is not None and str(through) >= str(over)) else None

    report = eventually(world.cloud, closed, within_s=60)
    assert (report["time_zone"], report["troubled"]) == ("UTC", [])
    assert "sqs:SendMessage" in eventually(
        world.cloud, lambda: world.cloud.calls.by_function().get("aggregate_usage"), within_s=5
    )
