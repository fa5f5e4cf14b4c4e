"""Templates to begin with: to copy, to change, and to draft as a brand's own."""

from aws_lambda_powertools.event_handler.router import Router

from functions.api.calls import access
from onbrand.brand.starters import starter_templates
from onbrand.brand.template import TemplateDesign
from onbrand.kernel.values import Value

router = Router()


class Starters(Value):
    """Designs by name; their colours are roles of a palette, so that they fit every brand."""

    items: dict[str, TemplateDesign]


@router.get(
    "/v1/starter-templates",
    tags=["brands"],
    operation_id="listStarterTemplates",
    summary="Templates to begin with",
)
def list_starters() -> Starters:
    """Send one of them to `POST /v1/brands/{brand_id}/templates` to make it your own."""
    access(router)
    return Starters(items=starter_templates())
