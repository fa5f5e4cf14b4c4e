"""Door for the ScoreCompliance state: the lead picture is judged by the brand profile."""

from onbrand.bootstrap.compliance import score_compliance
from onbrand.bootstrap.costs import recorded
from onbrand.content import Job
from onbrand.entry.task import task


@task(Job, recorded)
def handler(job: Job) -> None:
    """Judges the request's lead picture."""
    score_compliance().score(job)
