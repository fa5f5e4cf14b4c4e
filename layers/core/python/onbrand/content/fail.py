"""FailRequest: ends a request with a reason that a person understands."""

import json
from collections.abc import Iterator

# Imported so that their classes are known by name here.
import onbrand.imaging.errors
import onbrand.sourcing.errors  # noqa: F401
from onbrand.content.model import Change, ContentRequest, Job, RequestStatus
from onbrand.content.ports import RequestRepository, Reviews
from onbrand.content.transitions import Steps, change_request, words
from onbrand.kernel.clock import Clock
from onbrand.kernel.errors import OnBrandError
from onbrand.kernel.ids import Ids

MAX_REASON = 500
TIMED_OUT = ("States.Timeout", "Sandbox.Timedout", "TimeoutError")


class FailRequest:
    """The state that every failure ends in. What a newer attempt or a decision has settled stays as it is."""

    def __init__(self, repository: RequestRepository, reviews: Reviews, clock: Clock, ids: Ids) -> None:
        self._repository = repository
        self._reviews = reviews
        self._clock = clock
        self._steps = Steps(clock, ids)

    def fail(self, job: Job, error_name: str, cause: str) -> None:
        """``error_name`` and ``cause`` as Step Functions hands them on."""

        def decide(request: ContentRequest) -> Change | None:
            if request.attempt != job.attempt or not _can_fail(request):
                return None
            return self._steps.step(
                request,
                "RequestFailed",
                {"error": error_name, "during": request.status.value},
                status=RequestStatus.FAILED,
                reason=reason_for(error_name, cause, request.status),
                finalized_at=self._clock.now(),
            )

        change_request(self._repository, self._save, job.organization_id, job.request_id, decide)

    def _save(self, change: Change) -> None:
        if change.before.status is RequestStatus.IN_REVIEW:
            self._reviews.close(change)
        else:
            self._repository.save(change)


def _can_fail(request: ContentRequest) -> bool:
    return request.finalized_at is None and (request.is_under_way or request.status is RequestStatus.APPROVED)


def reason_for(error_name: str, cause: str, status: RequestStatus) -> str:
    """Our own errors speak for themselves; of all others only the stage is told."""
    name = error_name.rsplit(".", 1)[-1]
    message = _message(cause)
    if message and name in {cls.__name__ for cls in _subclasses(OnBrandError)}:
        return message[:MAX_REASON]
    if error_name in TIMED_OUT:
        return f"The request took longer than allowed while it was {words(status)}. Retry it."
    return f"Something went wrong on our side while the request was {words(status)}. Retry it."


def _message(cause: str) -> str | None:
    try:
        document = json.loads(cause)
    except ValueError:
        return None
    message = document.get("errorMessage") if isinstance(document, dict) else None
    return message if isinstance(message, str) else None


def _subclasses(base: type[OnBrandError]) -> Iterator[type[OnBrandError]]:
    for cls in base.__subclasses__():
        yield cls
        yield from _subclasses(cls)
