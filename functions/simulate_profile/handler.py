"""Door for ``POST /v1/brands/{brand_id}/simulate``: the brand's last pictures under a draft of its profile."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Path

from onbrand.bootstrap.compliance import simulations
from onbrand.bootstrap.identity import access_of
from onbrand.bootstrap.metering import count_person, count_tenant
from onbrand.brand.service import FORMS
from onbrand.content.simulate import Simulation
from onbrand.entry.caller import caller
from onbrand.entry.http import make_resolver, serve
from onbrand.entry.limits import tell
from onbrand.kernel.ids import ULID_PATTERN

app = make_resolver(FORMS)
PathId = Annotated[str, Path(pattern=ULID_PATTERN)]


@app.post("/v1/brands/<brand_id>/simulate", operation_id="simulateProfile")
def simulate(brand_id: PathId, wanted: Simulation) -> dict[str, Any]:
    """What would change."""
    who = caller(app.current_event.raw_event)
    access = access_of(who.subject, who.organization_id)
    tell(count_tenant(access.organization_id))
    return simulations().simulate(access, brand_id, wanted).model_dump(mode="json")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers one call."""
    return serve(app, event, context, count_person)
