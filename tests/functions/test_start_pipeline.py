"""A submitted request starts its execution."""

from functions.start_pipeline.handler import handler
from onbrand.bootstrap.parts import Parts
from tests.support.http import Context
from tests.support.records import make_event, queue_batch
from tests.support.scenes import events_of, found


def test_each_attempt_is_started_once(own: Parts) -> None:
    scene = found(own)
    (event,) = [one for one in events_of(own) if one.type == "RequestSubmitted"]
    for _ in range(2):
        assert handler(queue_batch([event]), Context()) == {"batchItemFailures": []}
    assert list(own.pipeline.started) == [f"{scene.request.id}-1"]  # type: ignore[attr-defined]


def test_a_request_that_is_not_there_fails_alone(own: Parts) -> None:
    found(own)
    (event,) = [one for one in events_of(own) if one.type == "RequestSubmitted"]
    batch = queue_batch([make_event(payload={"attempt": 1}), event])
    assert handler(batch, Context()) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert own.pipeline.started  # type: ignore[attr-defined]
