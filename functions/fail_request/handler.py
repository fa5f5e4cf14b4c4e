"""Door for the FailRequest state: the request ends with a reason that a person understands."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from onbrand.bootstrap.content import fail_request
from onbrand.bootstrap.costs import recorded
from onbrand.content import Job
from onbrand.entry.task import task


class Failure(BaseModel):
    """What Step Functions says of an error: the class name and a text or a JSON document."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    name: str = Field(alias="Error")
    cause: str = Field(alias="Cause", default="")


class FailedJob(Job):
    """The job and the error that ended it."""

    error: Failure
    review: dict[str, Any] | None = None


@task(FailedJob, recorded)
def handler(job: FailedJob) -> None:
    """Ends the request as failed."""
    fail_request().fail(job, job.error.name, job.error.cause)
