"""The nightly sums."""

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from functions.aggregate_usage.handler import handler
from onbrand.bootstrap.metering import ledger, metering_service
from onbrand.bootstrap.parts import Parts
from onbrand.kernel.calls import ApiCall, CallOutcome
from tests.support.http import Context
from tests.support.scenes import found


def test_the_day_before_is_summed_and_a_repetition_changes_nothing(own: Parts) -> None:
    scene = found(own)
    call = ApiCall(
        organization_id=scene.organization.id,
        request_id=scene.request.id,
        provider="freepik",
        operation="resources.search",
        attempt=1,
        requested_at=datetime(2026, 1, 4, 23, 59, tzinfo=UTC),
        outcome=CallOutcome.SUCCEEDED,
        status=200,
        response_time_ms=120,
    )
    ledger().settle(call)
    for _ in range(2):
        answer = handler({"time": "2026-01-05T01:15:00Z"}, Context())
        assert answer == {"date": "2026-01-04", "organizations": 1, "summaries": 1}
    (summary,) = metering_service().usage(scene.access, date(2026, 1, 4), date(2026, 1, 4))
    assert (summary.total, summary.successful) == (1, 1)


def test_without_a_time_nothing_is_summed(own: Parts) -> None:
    with pytest.raises(ValidationError):
        handler({}, Context())
