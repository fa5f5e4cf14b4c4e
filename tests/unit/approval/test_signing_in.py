"""Where a step asks for people who have signed in, no link answers, whichever door it comes through."""

import pytest

from onbrand.approval import SignInRequiredError
from onbrand.bootstrap.approval import approval_service
from onbrand.content import ContentRequest, Decision, Job, RequestStatus
from tests.support.northbeam import APPROVER, ORGANIZATION, SECOND
from tests.support.world import World


@pytest.fixture
def asked(world: World) -> ContentRequest:
    """A request that waits for somebody who has signed in."""
    world.workflow(steps=[{"approvers": [APPROVER], "require_sign_in": True}])
    request = world.rendered()
    approval_service().open(Job(organization_id=ORGANIZATION, request_id=request.id, attempt=1), "token")
    return world.request(request.id)


def decide(request: ContentRequest, via: str) -> None:
    approval_service().decide(ORGANIZATION, request.id, APPROVER, Decision.APPROVED, None, 1, via)


def test_a_link_does_not_decide(world: World, asked: ContentRequest) -> None:
    with pytest.raises(SignInRequiredError):
        decide(asked, "link")
    assert world.request(asked.id) == asked
    decide(asked, "api")
    assert world.request(asked.id).status is RequestStatus.APPROVED


def test_a_link_does_not_hand_the_question_on(world: World, asked: ContentRequest) -> None:
    with pytest.raises(SignInRequiredError):
        approval_service().delegate(ORGANIZATION, asked.id, APPROVER, SECOND, via="link")
    assert world.request(asked.id) == asked
    approval_service().delegate(ORGANIZATION, asked.id, APPROVER, SECOND)
    assert world.request(asked.id).version == asked.version + 1
