"""Door for the OpenApproval state: the approval step is opened and keeps the task token until somebody
decides."""

from onbrand.bootstrap.approval import approval_service
from onbrand.content import Job
from onbrand.entry.task import task


class WaitingJob(Job):
    """The job, the step that was approved before (0: none), and the token that resumes its execution."""

    after: int = 0
    task_token: str


@task(WaitingJob)
def handler(job: WaitingJob) -> None:
    """Opens the next approval step of the request."""
    approval_service().open(job, job.task_token, job.after)
