"""Door for the FinalizeRequest state: an approved request is packed, every other is closed."""

from typing import Any

from onbrand.bootstrap.content import finalize_request
from onbrand.bootstrap.costs import recorded
from onbrand.content import Job
from onbrand.entry.task import task


class ReviewedJob(Job):
    """The job, how its review ended, and the error when nobody decided in time."""

    review: dict[str, Any] | None = None
    error: dict[str, Any] | None = None


@task(ReviewedJob, recorded)
def handler(job: ReviewedJob) -> None:
    """Closes the request."""
    finalize_request().finalize(job, job.error)
