"""What is due is settled at the event's time."""

from functions.settle_due.handler import handler
from onbrand.bootstrap.content import requests
from onbrand.bootstrap.parts import Parts
from onbrand.content import RequestStatus
from tests.support.http import Context
from tests.support.scenes import in_review


def test_a_review_past_its_time_expires_and_one_before_it_does_not(own: Parts) -> None:
    scene = in_review(own)
    handler({"time": "2026-01-06T09:00:00Z"}, Context())
    assert requests().request(scene.organization.id, scene.request.id).status is RequestStatus.IN_REVIEW
    own.clock.advance(seconds=8 * 86_400)  # type: ignore[attr-defined]
    handler({"time": "2026-01-13T09:00:00Z"}, Context())
    status = requests().request(scene.organization.id, scene.request.id).status
    assert status is RequestStatus.EXPIRED_UNAPPROVED
