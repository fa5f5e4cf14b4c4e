"""Executions follow events: a submitted, retried or revised request starts one, a cancelled or withdrawn request
stops its own."""

from datetime import datetime

from onbrand.content.model import ContentRequest, Job, RequestStatus
from onbrand.content.ports import Pipeline, RequestRepository
from onbrand.kernel.errors import OnBrandError
from onbrand.kernel.events import Event


class PipelineRuns:
    """Consumer of RequestSubmitted, RequestRetried, RequestRevised, RequestCancelled and RequestWithdrawn; late and
    doubled events do no harm."""

    def __init__(self, repository: RequestRepository, pipeline: Pipeline) -> None:
        self._repository = repository
        self._pipeline = pipeline

    def start(self, event: Event) -> None:
        """Starts the attempt that the event speaks of, unless it was ended or followed by another one."""
        request = self._repository.request(event.organization_id, event.aggregate_id)
        job = _job(event)
        if request.attempt == job.attempt and request.status is RequestStatus.SUBMITTED:
            self._pipeline.start(job)

    def start_waiting(self, now: datetime) -> int:
        """Starts what was submitted a while ago and never taken up, because its event was lost; how many. One error does
        not stop the others; the first is raised at the end."""
        count, errors = 0, list[OnBrandError]()
        for found in self._repository.waiting(now):
            try:
                request = self._repository.request(found.organization_id, found.id)
                if request.status is RequestStatus.SUBMITTED:
                    self._pipeline.start(job_of(request))
                    count += 1
            except OnBrandError as error:
                errors.append(error)
        if errors:
            raise errors[0]
        return count

    def stop(self, event: Event) -> None:
        """Stops the attempt that was cancelled or withdrawn."""
        self._pipeline.stop(_job(event))


def job_of(request: ContentRequest) -> Job:
    """The request's present attempt."""
    return Job(organization_id=request.organization_id, request_id=request.id, attempt=request.attempt)


def _job(event: Event) -> Job:
    return Job(
        organization_id=event.organization_id,
        request_id=event.aggregate_id,
        attempt=event.payload["attempt"],
    )
