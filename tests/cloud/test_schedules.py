import json
import threading
from datetime import UTC, datetime

import pytest

from infra.local.functions import FunctionFailedError
from infra.local.runtime_api import Answer
from infra.local.schedules import Schedules, UnknownScheduleError, read_schedule

pytestmark = pytest.mark.cloud
AT = datetime(2026, 3, 1, 1, 15, tzinfo=UTC)


def schedule(name: str, expression: str = "cron(15 1 * * ? *)", **properties):
    target = {
        "Arn": f"arn:aws:lambda:us-east-1:1:function:{name}Function",
        "Input": '{"time": "<aws.scheduler.scheduled-time>"}',
    }
    return read_schedule(name, {"ScheduleExpression": expression, "Target": target} | properties)


def echo(function: str, body: object) -> Answer:
    return Answer(bytes(body))


def test_a_schedule_is_found_by_name_or_by_the_only_one_that_contains_it():
    schedules = Schedules([schedule("Service-AggregateUsage1A"), schedule("Service-SettleDue2B")], echo)
    assert schedules.find("aggregate_usage").name == "Service-AggregateUsage1A"
    assert schedules.find("Service-SettleDue2B").name == "Service-SettleDue2B"
    for name in ("service", "nothing"):
        with pytest.raises(UnknownScheduleError):
            schedules.find(name)


def test_firing_gives_the_function_the_time_it_is_told():
    assert Schedules([schedule("Nightly")], echo).fire("nightly", AT) == {"time": "2026-03-01T01:15:00Z"}


def test_a_failing_function_is_an_error_for_who_fires():
    schedules = Schedules(
        [schedule("Nightly")], lambda name, body: Answer(b'{"errorType": "X"}', "Unhandled")
    )
    with pytest.raises(FunctionFailedError, match='"errorType": "X"'):
        schedules.fire("nightly", AT)


def test_the_clock_fires_what_is_due_and_nothing_that_is_disabled():
    fired, done = [], threading.Event()

    def invoke(function: str, body: object) -> Answer:
        fired.append((function.rsplit(":", 1)[-1], json.loads(bytes(body))["time"][:4]))
        done.set()
        return Answer(b"null")

    soon = datetime.now(UTC).replace(microsecond=0)
    at = soon.replace(tzinfo=None).isoformat()
    late = f"at({datetime.fromtimestamp(soon.timestamp() + 1, UTC).replace(tzinfo=None).isoformat()})"
    schedules = Schedules(
        [schedule("Past", f"at({at})"), schedule("Soon", late), schedule("Off", late, State="DISABLED")],
        invoke,
    )
    schedules.start()
    assert done.wait(5)
    schedules.close()
    assert fired == [("SoonFunction", str(soon.year))]
