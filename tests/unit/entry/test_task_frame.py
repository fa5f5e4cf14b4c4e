"""The frame of a state of the pipeline, and of a schedule."""

from datetime import UTC, datetime

import pytest
from pydantic import BaseModel, ValidationError

from onbrand.entry.schedule import scheduled
from onbrand.entry.task import task
from onbrand.sourcing.errors import NoMatchingImageError
from tests.support.http import Context


class Input(BaseModel):
    request_id: str


def test_a_state_gets_its_input_as_a_model_and_answers_with_a_document() -> None:
    handler = task(Input)(lambda job: {"seen": job.request_id})
    assert handler({"request_id": "r"}, Context()) == {"seen": "r"}


def test_nothing_to_say_is_an_empty_document() -> None:
    assert task(Input)(lambda job: None)({"request_id": "r"}, Context()) == {}


def test_wrong_input_rises() -> None:
    with pytest.raises(ValidationError):
        task(Input)(lambda job: None)({}, Context())


@pytest.mark.parametrize("error", [NoMatchingImageError("No picture."), ZeroDivisionError()])
def test_errors_rise_by_their_own_class(error: Exception) -> None:
    def use_case(job: Input) -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        task(Input)(use_case)({"request_id": "r"}, Context())
    assert caught.value is error


def test_a_schedule_takes_its_time_from_the_event_in_utc() -> None:
    seen: list[datetime] = []

    def use_case(now: datetime) -> None:
        seen.append(now)

    scheduled(use_case)({"time": "2026-01-05T10:15:00+01:00"}, Context())
    assert seen == [datetime(2026, 1, 5, 9, 15, tzinfo=UTC)]


def test_a_schedule_without_a_time_fails() -> None:
    with pytest.raises(ValidationError):
        scheduled(lambda now: None)({"time": "2026-01-05T10:15:00"}, Context())
