"""The next version of a request, and how a change is written when others change the request at the same
time."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Protocol

from onbrand.content.errors import RequestClosedError, RequestMovedError, StageMissingError, StaleAttemptError
from onbrand.content.model import STAGES, Change, ContentRequest, Job, RequestStatus
from onbrand.kernel.clock import Clock
from onbrand.kernel.events import PIPELINE, Event
from onbrand.kernel.ids import Ids

AGGREGATE = "request"
TRIES = 25
"""Every lost try means that somebody else's write was accepted, and a request has few writers at a time."""


class Steps:
    """Makes changes: counts the version up and writes the event that belongs to it."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids

    def step(
        self,
        before: ContentRequest,
        event_type: str,
        payload: dict[str, Any] | None = None,
        *,
        actor: str = PIPELINE,
        **updates: Any,
    ) -> Change:
        """``before`` with ``updates``, one version on, and its event."""
        return self.then(Change(before, before, ()), event_type, payload, actor=actor, **updates)

    def then(
        self,
        change: Change,
        event_type: str,
        payload: dict[str, Any] | None = None,
        *,
        actor: str = PIPELINE,
        **updates: Any,
    ) -> Change:
        """The change with one more version and event in the same transaction."""
        now = self._clock.now()
        last = change.after
        after = last.model_copy(update={**updates, "version": last.version + 1, "updated_at": now})
        event = Event(
            id=self._ids.new(),
            type=event_type,
            organization_id=after.organization_id,
            aggregate=AGGREGATE,
            aggregate_id=after.id,
            sequence=after.version,
            occurred_at=now,
            actor=actor,
            payload={"attempt": after.attempt, "status": after.status.value, **(payload or {})},
        )
        return replace(change, after=after, events=(*change.events, event))


class Reading(Protocol):
    """A repository that reads requests."""

    def request(self, organization_id: str, request_id: str) -> ContentRequest:
        """The request as it is now."""
        ...


def change_request(
    repository: Reading,
    save: Callable[[Change], None],
    organization_id: str,
    request_id: str,
    decide: Callable[[ContentRequest], Change | None],
) -> ContentRequest:
    """Reads the request, lets ``decide`` make the change (None: nothing to do) and writes it; again when it
    has moved meanwhile.

    A write of ours whose answer was lost shows as a request that has moved: ``decide`` then finds it done.
    Raises what ``decide`` raises, and RequestMovedError when others were faster every time.
    """
    for _ in range(TRIES):
        change = decide(request := repository.request(organization_id, request_id))
        if change is None:
            return request
        try:
            save(change)
        except RequestMovedError:
            continue
        return change.after
    raise RequestMovedError("The request is being changed by others at the moment; try again.")


def has_turn(request: ContentRequest, job: Job, stage: RequestStatus) -> bool:
    """Whether the attempt has the work of ``stage`` to do; False when it is done.

    Raises StaleAttemptError, RequestClosedError, StageMissingError when it is not this attempt's turn.
    """
    check_attempt(request, job)
    if request.is_past(stage):
        return False
    if not request.is_under_way:
        raise RequestClosedError(f"The request is {words(request.status)}.")
    if STAGES.index(request.status) < STAGES.index(stage):
        raise StageMissingError(
            f"The request is {words(request.status)}; it is not ready to be {words(stage)}."
        )
    return True


def check_attempt(request: ContentRequest, job: Job) -> None:
    """Raises StaleAttemptError when the job is not the request's present attempt."""
    if request.attempt != job.attempt:
        raise StaleAttemptError(f"Attempt {job.attempt} was followed by attempt {request.attempt}.")


def words(status: RequestStatus) -> str:
    """The status as a person reads it."""
    return status.value.replace("_", " ")


def next_stage(composed: Sequence[object | None]) -> RequestStatus:
    """The first stage with work left, given the results of sourcing, composing and scoring (None: not
    done)."""
    stages = (RequestStatus.SOURCING, RequestStatus.COMPOSING, RequestStatus.SCORING)
    for stage, result in zip(stages, composed, strict=True):
        if result is None:
            return stage
    return RequestStatus.RENDERING
