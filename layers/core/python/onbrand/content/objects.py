"""Where a request's files lie in the bucket. Keys start with the tenant and are the same in every
repetition of an attempt."""

from onbrand.content.model import Job, Pinned

SOURCE = "source.jpg"
LEAD = "lead.jpg"
LEAD_LAYERS = "lead.layers.json"
LEAD_VERDICT = "lead.verdict.json"
PREVIEW = "preview.jpg"
REMEDIED = "remedied.jpg"
REMEDIED_LAYERS = "remedied.layers.json"
REMEDIED_PREVIEW = "remedied.preview.jpg"
LAYERS = "layers.json"
VERDICTS = "verdicts.json"
PACKAGE = "package.zip"

MAX_PICTURE_BYTES = 4_000_000
"""Of pictures within an answer: a function answers with at most 6 MB, and base64 makes a third more of them."""

JPEG = "image/jpeg"
JSON = "application/json"
ZIP = "application/zip"


def object_key(job: Job, name: str) -> str:
    """The key of a file of this attempt, e.g.
    ``<org>/requests/<request>/1/variants/instagram_square.jpg``."""
    return f"{job.organization_id}/requests/{job.request_id}/{job.attempt}/{name}"


def variant_name(placement: str, extension: str = "jpg") -> str:
    """The name of a variant's picture."""
    return f"variants/{placement}.{extension}"


def small_name(placement: str) -> str:
    """The name of a small copy of a variant's picture."""
    return f"previews/{placement}.jpg"


def rejudged_name(versions: Pinned) -> str:
    """The name of the whole verdicts by newer versions than the variants were made by."""
    by = f"profile-{versions.profile_version}.template-{versions.template_version}"
    return f"verdicts.{by}.logos-{versions.logos or 'none'}.json"
