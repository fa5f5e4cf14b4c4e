"""The frame of a state of the pipeline, and of a schedule."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from onbrand.entry.schedule import scheduled
from onbrand.entry.task import task
from onbrand.sourcing.errors import NoMatchingImageError
from tests.support.http import Context


class Input(BaseModel):
    request_id: str


def unrecorded(stage: str, event: dict[str, Any], context: Any) -> AbstractContextManager[None]:
    return nullcontext()


def test_a_state_gets_its_input_as_a_model_and_answers_with_a_document() -> None:
    handler = task(Input, unrecorded)(lambda job: {"seen": job.request_id})
    assert handler({"request_id": "r"}, Context()) == {"seen": "r"}


def test_nothing_to_say_is_an_empty_document() -> None:
    assert task(Input, unrecorded)(lambda job: None)({"request_id": "r"}, Context()) == {}


def test_wrong_input_rises() -> None:
    with pytest.raises(ValidationError):
        task(Input, unrecorded)(lambda job: None)({}, Context())


@pytest.mark.parametrize("error", [NoMatchingImageError("No picture."), ZeroDivisionError()])
def test_errors_rise_by_their_own_class(error: Exception) -> None:
    def use_case(job: Input) -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        task(Input, unrecorded)(use_case)({"request_id": "r"}, Context())
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


def test_what_the_work_uses_is_recorded_under_its_stage() -> None:
    told: list[tuple[str, dict[str, Any]]] = []

    @contextmanager
    def recorded(stage: str, event: dict[str, Any], context: Any) -> Iterator[None]:
        told.append((stage, event))
        yield

    def use_case(job: Input) -> None:
        assert told == [("compose_asset", {"request_id": "r"})]

    use_case.__module__ = "functions.compose_asset.handler"
    task(Input, recorded)(use_case)({"request_id": "r"}, Context())
    assert len(told) == 1
