"""A cancelled request stops its execution."""

from functions.stop_pipeline.handler import handler
from onbrand.bootstrap.content import content_service
from onbrand.bootstrap.parts import Parts
from tests.support.http import Context
from tests.support.records import queue_batch
from tests.support.scenes import events_of, found


def test_the_execution_of_a_cancelled_request_is_stopped(own: Parts) -> None:
    scene = found(own)
    own.pipeline.start(scene.job)
    content_service().cancel(scene.access, scene.request.id)
    event = events_of(own)[-1]
    assert event.type == "RequestCancelled"
    assert handler(queue_batch([event]), Context()) == {"batchItemFailures": []}
    assert list(own.pipeline.stopped) == [f"{scene.request.id}-1"]  # type: ignore[attr-defined]
