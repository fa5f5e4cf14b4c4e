"""The hourly schedule hands out the shards of organizations, one job each."""

import json

import pytest
from pydantic import ValidationError

from functions.aggregate_usage.handler import handler
from onbrand.bootstrap.parts import Parts
from tests.support.http import Context


def test_every_shard_becomes_a_job_with_the_time_of_the_schedule(own: Parts) -> None:
    assert handler({"time": "2026-01-05T01:15:00Z"}, Context()) == {"jobs": 16}
    jobs = [json.loads(job) for job in own.work.waiting]  # type: ignore[attr-defined]
    assert [job["shard"] for job in jobs] == list(range(16))
    assert {job["now"] for job in jobs} == {"2026-01-05T01:15:00Z"}


def test_without_a_time_nothing_is_handed_out(own: Parts) -> None:
    with pytest.raises(ValidationError):
        handler({}, Context())
    assert own.work.waiting == []  # type: ignore[attr-defined]
