"""Door for ``POST /v1/templates/{template_id}/preview``: a dry run of a template, which draws it."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Path

from onbrand.bootstrap.identity import access_of
from onbrand.bootstrap.imaging import template_previews
from onbrand.bootstrap.metering import count_person, count_tenant
from onbrand.content.preview import PreviewRequest
from onbrand.entry.caller import caller
from onbrand.entry.http import make_resolver, serve
from onbrand.entry.limits import tell
from onbrand.kernel.ids import ULID_PATTERN

app = make_resolver()
PathId = Annotated[str, Path(pattern=ULID_PATTERN)]


@app.post("/v1/templates/<template_id>/preview", operation_id="previewTemplate")
def preview(template_id: PathId, wanted: PreviewRequest) -> dict[str, Any]:
    """The fit of every placement, and the picture when one was asked for."""
    who = caller(app.current_event.raw_event)
    access = access_of(who.subject, who.organization_id)
    tell(count_tenant(access.organization_id))
    return template_previews().preview(access, template_id, wanted).model_dump(mode="json")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers one call."""
    return serve(app, event, context, count_person)
