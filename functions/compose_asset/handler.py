"""Door for the ComposeAsset state: all placements are laid out, the lead one is rendered."""

from onbrand.bootstrap.costs import recorded
from onbrand.bootstrap.imaging import compose_asset
from onbrand.content import Job
from onbrand.entry.task import task


@task(Job, recorded)
def handler(job: Job) -> None:
    """Composes the request's asset."""
    compose_asset().compose(job)
