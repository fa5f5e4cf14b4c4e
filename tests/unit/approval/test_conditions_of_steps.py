"""Which steps ask at all: conditions as data, the least score, and what a workflow may say."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from onbrand.approval import AutoApproval, WorkflowDesign, WorkflowStep
from onbrand.approval.planning import Facts, passes_alone
from onbrand.bootstrap.approval import approval_service
from onbrand.bootstrap.reviews import request_reviews
from onbrand.compliance.model import Outcome
from onbrand.content import AUTO, ContentRequest, Job, RequestStatus
from onbrand.identity import Role
from onbrand.kernel.errors import Invalid
from onbrand.kernel.validation import parse
from tests.support.northbeam import APPROVER, ORGANIZATION, SECOND
from tests.support.world import World

FACTS = Facts(requester_role=Role.CREATOR, template_locked=False)


def opened(world: World, *steps: dict[str, Any], **facts: Any) -> ContentRequest:
    world.workflow(steps=steps)
    request = world.rendered(**facts)
    approval_service().open(Job(organization_id=ORGANIZATION, request_id=request.id, attempt=1), "token")
    return world.request(request.id)


@pytest.mark.parametrize(
    ("conditions", "updates", "facts", "passes"),
    [
        ({}, {}, {}, True),
        ({}, {"outcome": Outcome.MANUAL_REVIEW}, {}, False),
        ({"verdict": "no_hard_finding"}, {"outcome": Outcome.MANUAL_REVIEW}, {}, True),
        ({"verdict": "no_hard_finding"}, {"outcome": Outcome.FAIL}, {}, False),
        ({"min_score": 0.95}, {}, {}, False),
        ({"min_score": 0.9}, {}, {}, True),
        ({"min_score": 0.1}, {"score": None}, {}, False),
        ({"requester_roles": ["owner"]}, {}, {}, False),
        ({"requester_roles": ["creator"]}, {}, {}, True),
        ({"requester_roles": ["creator"]}, {}, {"requester_role": None}, False),
        ({"template_locked": True}, {}, {}, False),
        ({"template_locked": True}, {}, {"template_locked": True}, True),
    ],
)
def test_every_condition_that_is_given_must_hold(
    world: World, conditions: dict[str, Any], updates: dict[str, Any], facts: dict[str, Any], passes: bool
) -> None:
    request = world.rendered().model_copy(update=updates)
    known = Facts(**{"requester_role": Role.CREATOR, "template_locked": False, **facts})
    assert passes_alone(AutoApproval.model_validate(conditions), request, known) is passes
    assert not passes_alone(None, request, known)


def test_a_step_that_passes_alone_is_left_out(world: World) -> None:
    request = opened(world, {"approvers": [APPROVER], "auto_approve": {}}, {"approvers": [SECOND]})
    review = approval_service().review(world.access, request.id)
    assert (review.step.position, [one.approver_id for one in review.open]) == (1, [SECOND])


def test_when_the_last_step_passes_alone_the_execution_is_told_so(world: World) -> None:
    request = opened(world, {"approvers": [APPROVER]}, {"approvers": [SECOND], "auto_approve": {}})
    world.decide(request.id, "approved")
    approval_service().settle_due(world.clock.now())
    approval_service().open(
        Job(organization_id=ORGANIZATION, request_id=request.id, attempt=1), "second-token", 1
    )
    request = world.request(request.id)
    assert request.status is RequestStatus.APPROVED
    assert request.decision is not None
    assert request.decision.decided_by == AUTO
    assert approval_service().review(world.access, request.id).step.resumed_at is None


def test_a_score_that_is_too_low_for_a_step_goes_back_to_the_requester(world: World) -> None:
    request = opened(world, {"name": "Legal", "approvers": [APPROVER], "min_score": 0.95}, score=0.72)
    assert request.status is RequestStatus.CHANGES_REQUESTED
    assert request.decision is not None
    assert request.decision.comment == "The brand score of 72 % is below the 95 % of the step “Legal”."
    assert world.story(request.id).approvals == []


def test_without_conditions_a_person_is_always_needed(world: World) -> None:
    world.workflow(steps=[{"approvers": [APPROVER], "auto_approve": {}}, {"approvers": [SECOND]}])
    assert request_reviews().needed(world.rendered())


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ({"rule": "quorum"}, "quorum is given with the rule"),
        ({"quorum": 2}, "quorum is given with the rule"),
        ({"rule": "quorum", "quorum": 2}, "larger than the number"),
        ({"reminders": [24]}, "must come before the step is due"),
    ],
)
def test_a_broken_step_is_named(step: dict[str, Any], says: str) -> None:
    good = {"name": "Brand", "approvers": ["owner"]}
    design = {"name": "W", "steps": [good, {"name": "Legal", "approvers": ["anna"], **step}]}
    with pytest.raises(Invalid, match=f"Legal.*{says}") as caught:
        parse(WorkflowDesign, design)
    assert [error.pointer for error in caught.value.errors] == ["/steps/1"]


def test_a_workflow_has_one_place() -> None:
    with pytest.raises(ValidationError, match="only for requests that name it"):
        WorkflowDesign(
            name="W",
            brand_id="01JZ000000000000000000009Z",
            named=True,
            steps=(WorkflowStep(approvers=("anna",)),),
        )


@given(st.sampled_from([Outcome.FAIL, None]), st.booleans())
def test_what_breaks_a_rule_that_must_hold_is_never_passed(outcome: Outcome | None, locked: bool) -> None:
    request = ContentRequest.model_construct(outcome=outcome, score=1.0)
    conditions = AutoApproval.model_validate({"verdict": "no_hard_finding"})
    assert not passes_alone(conditions, request, Facts(Role.OWNER, locked))
