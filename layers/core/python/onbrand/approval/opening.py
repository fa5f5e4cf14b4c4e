"""OpenApproval: asks the approvers of the workflow, and keeps the token of the execution that waits for
them."""

from collections.abc import Iterator
from datetime import timedelta

from onbrand.approval.model import (
    DEFAULT_DUE_HOURS,
    MAX_APPROVERS,
    Approval,
    ApprovalStatus,
    ApprovalWorkflow,
    Step,
)
from onbrand.approval.ports import (
    ApprovalRepository,
    Members,
    Person,
    Requests,
    Review,
    Settlement,
    WorkflowRepository,
)
from onbrand.approval.reviews import workflow_of
from onbrand.approval.settling import next_step, settle
from onbrand.content.errors import NoApproverError, RequestClosedError
from onbrand.content.model import ContentRequest, Job, RequestStatus
from onbrand.content.transitions import Steps, check_attempt, has_turn, words
from onbrand.identity import Role
from onbrand.kernel.clock import Clock
from onbrand.kernel.ids import Ids


class ApprovalOpening:
    """Opens one step for each attempt. A repeated call, whose execution waits with a new token, replaces
    the token."""

    def __init__(
        self,
        repository: ApprovalRepository,
        workflows: WorkflowRepository,
        requests: Requests,
        members: Members,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._workflows = workflows
        self._requests = requests
        self._members = members
        self._clock = clock
        self._steps = Steps(clock, ids)

    def open(self, job: Job, task_token: str) -> None:
        """Raises NoApproverError, StaleAttemptError, RequestClosedError, StageMissingError."""

        def plan(request: ContentRequest) -> Settlement | None:
            check_attempt(request, job)
            review = self._repository.review(job.organization_id, job.request_id)
            if review is not None and review.step.attempt == job.attempt:
                return self._retoken(request, review.step, task_token)
            return self._open(request, job, review, task_token)

        settle(self._requests, self._repository, job.organization_id, job.request_id, plan)

    def _retoken(self, request: ContentRequest, step: Step, task_token: str) -> Settlement | None:
        if step.status is ApprovalStatus.SUPERSEDED:
            raise RequestClosedError(f"The request is {words(request.status)}.")
        if step.task_token == task_token:
            return None
        if step.status is ApprovalStatus.OPEN:
            return Settlement(next_step(step, task_token=task_token))
        # Decided while the token changed hands: the new one has to be resumed, whatever became of the old
        # one.
        return Settlement(next_step(step, task_token=task_token, resumed_at=None, wake_at=self._clock.now()))

    def _open(
        self, request: ContentRequest, job: Job, last: Review | None, task_token: str
    ) -> Settlement | None:
        if not has_turn(request, job, RequestStatus.RENDERING):
            raise RequestClosedError(f"The request is {words(request.status)}.")
        workflow = workflow_of(self._workflows, request)
        people = self._approvers(workflow, request)
        step = self._step(request, workflow, people, last.step.number + 1 if last else 1, task_token)
        approvals = [_asked(step, person) for person in people]
        payload = {
            "step": step.number,
            "approvals": [approval.id for approval in approvals],
            "content_version": step.content_version,
            "due_at": step.due_at.isoformat(),
            "score": request.score,
            "outcome": request.outcome.value if request.outcome else None,
        }
        change = self._steps.step(request, "ApprovalOpened", payload, status=RequestStatus.IN_REVIEW)
        return Settlement(step, approvals, change)

    def _step(
        self,
        request: ContentRequest,
        workflow: ApprovalWorkflow | None,
        people: list[Person],
        number: int,
        task_token: str,
    ) -> Step:
        now = self._clock.now()
        due_at = now + timedelta(hours=workflow.steps[0].due_hours if workflow else DEFAULT_DUE_HOURS)
        return Step(
            organization_id=request.organization_id,
            request_id=request.id,
            number=number,
            attempt=request.attempt,
            workflow_id=workflow.id if workflow else None,
            workflow_version=workflow.version if workflow else None,
            approvers=tuple(person.user_id for person in people),
            content_version=request.content_version,
            task_token=task_token,
            opened_at=now,
            due_at=due_at,
            wake_at=due_at,
        )

    def _approvers(self, workflow: ApprovalWorkflow | None, request: ContentRequest) -> list[Person]:
        asked: dict[str, Person] = {}
        for person in self._named(workflow, request.organization_id):
            is_requester = person.user_id == request.created_by
            if person.may_decide and (not is_requester or (workflow and workflow.allow_requester)):
                asked[person.user_id] = person
            if len(asked) == MAX_APPROVERS:
                break
        if not asked:
            raise NoApproverError(
                "Nobody can approve this request: besides the person who asked for it, the approval"
                " workflow names no member who may decide. Add an approver, then retry the request."
            )
        return list(asked.values())

    def _named(self, workflow: ApprovalWorkflow | None, organization_id: str) -> Iterator[Person]:
        if workflow is None:
            yield from self._members.people(organization_id)
            return
        named = workflow.steps[0].approvers
        roles = {name for name in named if isinstance(name, Role)}
        for name in named:
            person = None if isinstance(name, Role) else self._members.person(organization_id, name)
            if person is not None:
                yield person
        if roles:
            yield from (person for person in self._members.people(organization_id) if person.role in roles)


def _asked(step: Step, person: Person) -> Approval:
    return Approval(
        id=f"{step.request_id}.{step.number}.{person.user_id}",
        organization_id=step.organization_id,
        request_id=step.request_id,
        step=step.number,
        approver_id=person.user_id,
        approver_email=person.email,
        content_version=step.content_version,
        due_at=step.due_at,
        opened_at=step.opened_at,
    )
