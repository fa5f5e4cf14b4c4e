"""Door for the RenderVariants state: every placement is rendered and scored; says whether a person must
look."""

from onbrand.bootstrap.compliance import render_variants
from onbrand.content import Job
from onbrand.entry.task import task


@task(Job)
def handler(job: Job) -> dict[str, bool | int]:
    """Renders the request's variants."""
    return {"needed": render_variants().render(job), "step": 0}
