"""FinalizeRequest: packs what was approved, and closes every other decided request."""

from typing import Any

from onbrand.content.errors import RequestClosedError, StageMissingError
from onbrand.content.measured import Measurements
from onbrand.content.model import DECIDED, Change, ContentRequest, Job, RequestStatus
from onbrand.content.objects import PACKAGE, ZIP, object_key
from onbrand.content.packaging import package
from onbrand.content.pinned import asset_of
from onbrand.content.ports import Objects, RequestRepository, Reviews
from onbrand.content.transitions import Steps, change_request, check_attempt, words
from onbrand.kernel.clock import Clock
from onbrand.kernel.ids import Ids


class FinalizeRequest:
    """The last state."""

    def __init__(
        self,
        repository: RequestRepository,
        objects: Objects,
        reviews: Reviews,
        measurements: Measurements,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._objects = objects
        self._reviews = reviews
        self._measurements = measurements
        self._clock = clock
        self._steps = Steps(clock, ids)

    def finalize(self, job: Job, error: dict[str, Any] | None = None) -> None:
        """``error`` is what ended the wait for a decision: the state's own timeout.

        Raises StaleAttemptError, RequestClosedError, StageMissingError.
        """
        request = self._repository.request(job.organization_id, job.request_id)
        check_attempt(request, job)
        if error is not None and request.status is RequestStatus.IN_REVIEW:
            self._reviews.expire(job)
            request = self._repository.request(job.organization_id, job.request_id)
        if not _is_due(request, job):
            return
        package_key = self._pack(request, job) if request.status is RequestStatus.APPROVED else None

        def decide(current: ContentRequest) -> Change | None:
            if not _is_due(current, job):
                return None
            payload = {"packaged": package_key is not None, "content_version": current.content_version}
            return self._steps.step(
                current,
                "RequestFinalized",
                payload,
                package_key=package_key,
                finalized_at=self._clock.now(),
            )

        change_request(self._repository, self._repository.save, job.organization_id, job.request_id, decide)

    def _pack(self, request: ContentRequest, job: Job) -> str:
        asset = asset_of(self._repository, request)
        variants = self._repository.variants(request)
        key = object_key(job, PACKAGE)
        waived = self._measurements.waived(request, variants)
        self._objects.put(key, package(request, asset, variants, waived, self._objects.get), ZIP)
        return key


def _is_due(request: ContentRequest, job: Job) -> bool:
    check_attempt(request, job)
    if request.finalized_at is not None:
        return False
    if request.status in DECIDED or request.status is RequestStatus.EXPIRED_UNAPPROVED:
        return True
    if request.is_under_way:
        raise StageMissingError(f"The request is {words(request.status)}; nobody has decided on it.")
    raise RequestClosedError(f"The request is {words(request.status)}.")
