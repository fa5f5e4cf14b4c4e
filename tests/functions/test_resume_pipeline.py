"""A decision resumes the execution that waits for it."""

from functions.resume_pipeline.handler import handler
from onbrand.bootstrap.approval import approval_service
from onbrand.bootstrap.parts import Parts
from onbrand.content import Decision
from tests.support.http import Context
from tests.support.records import queue_batch
from tests.support.scenes import TOKEN, events_of, in_review


def test_the_waiting_execution_gets_the_decision(own: Parts) -> None:
    scene = in_review(own)
    own.pipeline.wait(TOKEN)  # type: ignore[attr-defined]
    approval_service().decide(
        scene.organization.id, scene.request.id, scene.approver.id, Decision.APPROVED, None, 1, "api"
    )
    (event,) = [one for one in events_of(own) if one.type == "ApprovalDecided"]
    for _ in range(2):
        assert handler(queue_batch([event]), Context()) == {"batchItemFailures": []}
    assert list(own.pipeline.resumed) == [TOKEN]  # type: ignore[attr-defined]
