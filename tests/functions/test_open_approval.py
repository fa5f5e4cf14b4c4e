"""The OpenApproval state through its handler."""

import pytest
from pydantic import ValidationError

from functions.open_approval.handler import handler
from onbrand.bootstrap.parts import Parts
from onbrand.bootstrap.reviews import approvals
from onbrand.content import StageMissingError
from tests.support.http import Context
from tests.support.scenes import events_of, found, in_review


def test_a_repeated_call_replaces_the_token_and_asks_nobody_again(own: Parts) -> None:
    scene = in_review(own)
    count = len(events_of(own))
    assert handler({**scene.job.model_dump(), "task_token": "a-newer-token"}, Context()) == {}
    review = approvals().review(scene.organization.id, scene.request.id)
    assert review is not None
    assert review.step.task_token == "a-newer-token"
    assert len(review.approvals) == 1
    assert len(events_of(own)) == count


def test_a_request_that_is_not_rendered_is_not_opened(own: Parts) -> None:
    with pytest.raises(StageMissingError):
        handler({**found(own).job.model_dump(), "task_token": "t"}, Context())


def test_without_a_token_nothing_could_be_resumed(own: Parts) -> None:
    with pytest.raises(ValidationError):
        handler(in_review(own).job.model_dump(), Context())
