"""Door for ``POST /v1/brands/{brand_id}/assets/{asset_id}/complete``: an uploaded file is decoded and made
usable."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Path

from onbrand.bootstrap.identity import access_of
from onbrand.bootstrap.metering import count_person, count_tenant
from onbrand.bootstrap.uploads import uploads
from onbrand.entry.caller import caller
from onbrand.entry.http import make_resolver, serve
from onbrand.entry.limits import tell
from onbrand.kernel.ids import ULID_PATTERN

app = make_resolver()
PathId = Annotated[str, Path(pattern=ULID_PATTERN)]


@app.post("/v1/brands/<brand_id>/assets/<asset_id>/complete", operation_id="completeBrandAsset")
def complete(brand_id: PathId, asset_id: PathId) -> dict[str, Any]:
    """The asset, ready or refused with the reason."""
    who = caller(app.current_event.raw_event)
    access = access_of(who.subject, who.organization_id)
    tell(count_tenant(access.organization_id))
    return uploads().complete(access, brand_id, asset_id).model_dump(mode="json", exclude={"key"})


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers one call."""
    return serve(app, event, context, count_person)
