"""Door for the PrepareRequest state: the versions of profile and template are pinned."""

from onbrand.bootstrap.content import prepare_request
from onbrand.bootstrap.costs import recorded
from onbrand.content import Job
from onbrand.entry.task import task


@task(Job, recorded)
def handler(job: Job) -> None:
    """Pins what the request will be made and judged by."""
    prepare_request().prepare(job)
