"""Door for ``POST /v1/brands/{brand_id}/assets/{asset_id}/score`` and ``.../score/report``: a visual that was made elsewhere,
judged without a list of layers."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Path

from onbrand.bootstrap.identity import access_of
from onbrand.bootstrap.metering import count_person, count_tenant
from onbrand.bootstrap.visuals import visual_pages, visuals
from onbrand.content.visuals import VisualToScore
from onbrand.entry.caller import caller
from onbrand.entry.http import make_resolver, serve
from onbrand.entry.limits import tell
from onbrand.entry.reports import report_page
from onbrand.identity import Access
from onbrand.kernel.ids import ULID_PATTERN

app = make_resolver()
PathId = Annotated[str, Path(pattern=ULID_PATTERN)]
Wanted = Annotated[VisualToScore | None, Body()]
EVERYWHERE = VisualToScore()
ROUTE = "/v1/brands/<brand_id>/assets/<asset_id>/score"


@app.post(ROUTE, operation_id="scoreVisual")
def score(brand_id: PathId, asset_id: PathId, wanted: Wanted = None) -> dict[str, Any]:
    """The verdict."""
    return visuals().judged(_access(), brand_id, asset_id, wanted or EVERYWHERE).verdict.to_document()


@app.post(f"{ROUTE}/report", operation_id="reportVisual")
def report(brand_id: PathId, asset_id: PathId, wanted: Wanted = None) -> Response[str]:
    """The same as a page."""
    return report_page(visual_pages().html(_access(), brand_id, asset_id, wanted or EVERYWHERE))


def _access() -> Access:
    who = caller(app.current_event.raw_event)
    access = access_of(who.subject, who.organization_id)
    tell(count_tenant(access.organization_id))
    return access


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers one call."""
    return serve(app, event, context, count_person)
