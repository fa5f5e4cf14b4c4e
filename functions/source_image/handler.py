"""Door for the SourceImage state: a picture is found, licensed and stored."""

from onbrand.bootstrap.costs import recorded
from onbrand.bootstrap.sourcing import source_image
from onbrand.content import Job
from onbrand.entry.task import task


@task(Job, recorded)
def handler(job: Job) -> None:
    """Sources the request's picture."""
    source_image().source(job)
