"""The members' API put together: the routers of all rooms, its description, and the page that shows it."""

from functools import cache

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response

from functions.api.description import describe
from functions.api.docs import docs_page, docs_policy
from functions.api.routes import (
    approvals,
    arrangements,
    audit,
    brand,
    content,
    identity,
    metering,
    metering_budgets,
    notify,
    reports,
    starters,
    waivers,
    webhooks,
    workflows,
)
from onbrand.brand.service import FORMS as BRAND_FORMS
from onbrand.entry.http import make_resolver
from onbrand.identity.service import FORMS as PEOPLE_FORMS

ROOMS = (
    identity,
    brand,
    starters,
    workflows,
    content,
    waivers,
    approvals,
    arrangements,
    notify,
    metering,
    metering_budgets,
    reports,
    audit,
    webhooks,
)


def make_application() -> APIGatewayHttpResolver:
    """The resolver with every route."""
    app = make_resolver({**BRAND_FORMS, **PEOPLE_FORMS})
    for room in ROOMS:
        app.include_router(room.router)
    document = cache(lambda: describe(app))

    @app.get("/v1/openapi.json", include_in_schema=False)
    def description() -> Response[str]:
        return Response(200, "application/json", document(), headers={"Cache-Control": "public, max-age=300"})

    @app.get("/docs", compress=True, include_in_schema=False)
    def docs() -> Response[str]:
        headers = {"Content-Security-Policy": docs_policy(), "Referrer-Policy": "no-referrer"}
        return Response(200, "text/html; charset=utf-8", docs_page(), headers=headers)

    @app.get(
        "/v1/health", summary="Is the API there?", operation_id="getHealth", tags=["service"], security=[]
    )
    def health() -> dict[str, str]:
        """Touches nothing else."""
        return {"status": "ok"}

    return app
