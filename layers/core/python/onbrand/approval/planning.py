"""Which steps of a workflow are left to ask for a request: some were approved before, some need nobody."""

from collections.abc import Sequence
from dataclasses import dataclass

from onbrand.approval.design import HOUSE_STEPS, ApprovalWorkflow, AutoApproval, Verdict, WorkflowStep
from onbrand.approval.model import ApprovalStatus, Passed, Review
from onbrand.compliance.model import Outcome
from onbrand.content.model import ContentRequest, Decision
from onbrand.identity import Role


@dataclass(frozen=True, slots=True)
class Facts:
    """What conditions are about, beside the request itself: the requester's role now (None: has left) and
    whether the template takes no text from a request."""

    requester_role: Role | None
    template_locked: bool


def steps_of(workflow: ApprovalWorkflow | None) -> Sequence[WorkflowStep]:
    """The workflow's steps, or the house's."""
    return workflow.steps if workflow else HOUSE_STEPS


def passes_alone(conditions: AutoApproval | None, request: ContentRequest, facts: Facts) -> bool:
    """Whether a step is passed without asking anybody: every condition that is given holds."""
    if conditions is None or request.outcome in (None, Outcome.FAIL):
        return False
    if conditions.verdict is Verdict.PASS and request.outcome is not Outcome.PASS:
        return False
    if conditions.min_score is not None and (request.score is None or request.score < conditions.min_score):
        return False
    if conditions.requester_roles and facts.requester_role not in conditions.requester_roles:
        return False
    return facts.template_locked or not conditions.template_locked


def approved_before(
    last: Review | None, workflow: ApprovalWorkflow | None, request: ContentRequest
) -> tuple[Passed, ...]:
    """The steps of this version of the workflow whose approvals still hold: those that neither an edit since nor
    a new verdict has reopened."""
    if last is None or last.step.attempt < request.approvals_from:
        return ()
    step = last.step
    same = (workflow.id, workflow.version) if workflow else (None, None)
    if (step.workflow_id, step.workflow_version) != same:
        return ()
    passed = step.passed
    if step.status is ApprovalStatus.DECIDED and step.decision is Decision.APPROVED:
        own = Passed(position=step.position, step=step.number, content_version=step.content_version)
        passed = (*passed, own)
    steps = steps_of(workflow)
    return tuple(
        one
        for one in passed
        if one.position < len(steps)
        and not set(steps[one.position].reopened_by) & request.edits_since(one.content_version)
    )


def next_position(
    steps: Sequence[WorkflowStep], passed: Sequence[Passed], request: ContentRequest, facts: Facts
) -> int | None:
    """The first step that somebody has to be asked for; None when there is none."""
    done = {one.position for one in passed}
    return next(
        (
            position
            for position, step in enumerate(steps)
            if position not in done and not passes_alone(step.auto_approve, request, facts)
        ),
        None,
    )


def may_enter(step: WorkflowStep, request: ContentRequest) -> bool:
    """Whether the score is high enough for this step; a request that could not be judged has none."""
    return step.min_score is None or (request.score is not None and request.score >= step.min_score)
