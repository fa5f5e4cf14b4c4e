"""Executions follow events: a submitted, retried or revised request starts one, a cancelled or withdrawn request
stops its own."""

from onbrand.content.model import Job, RequestStatus
from onbrand.content.ports import Pipeline, RequestRepository
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

    def stop(self, event: Event) -> None:
        """Stops the attempt that was cancelled or withdrawn."""
        self._pipeline.stop(_job(event))


def _job(event: Event) -> Job:
    return Job(
        organization_id=event.organization_id,
        request_id=event.aggregate_id,
        attempt=event.payload["attempt"],
    )
