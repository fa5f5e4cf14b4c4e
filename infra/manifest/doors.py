"""Rows that answer HTTPS: the API of members, the pages behind mailed links."""

from infra.manifest.model import Access, Function, HttpTrigger, Route, Secret
from infra.manifest.sizes import CHILD_BESIDE_MB, ONE_PROCESSOR_MB, PIXELS

# By name: ANY with an authorizer would catch the browser's unsigned OPTIONS, which API Gateway answers.
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

HTTP_FUNCTIONS: tuple[Function, ...] = (
    Function(
        "api",
        "Members' HTTPS API",
        HttpTrigger(
            (
                *(Route(method, "/v1/{proxy+}") for method in METHODS),
                Route("GET", "/v1/openapi.json", public=True),
                Route("GET", "/v1/health", public=True),
                Route("GET", "/docs", public=True),
            )
        ),
        memory_mb=512,
        table=Access.READ_WRITE,
        assets=Access.READ_WRITE,
        deletes_assets=True,
        estimates_costs=True,
        tells_channels=True,
        secrets=(Secret.SIGNING,),
    ),
    Function(
        "complete_brand_asset",
        "Checks an uploaded logo, picture or font by reading it to its end, then makes it usable",
        HttpTrigger((Route("POST", "/v1/brands/{brand_id}/assets/{asset_id}/complete"),)),
        PIXELS,
        memory_mb=CHILD_BESIDE_MB,
        table=Access.READ_WRITE,
        assets=Access.READ_WRITE,
        deletes_assets=True,
    ),
    Function(
        "preview_template",
        "Draws a template with some texts as a dry run, and says how they fit",
        HttpTrigger((Route("POST", "/v1/templates/{template_id}/preview"),)),
        PIXELS,
        memory_mb=ONE_PROCESSOR_MB,
        timeout_s=29,
        table=Access.READ_WRITE,  # writes nothing but what its calls count
        assets=Access.READ,
    ),
    Function(
        "simulate_profile",
        "Judges a brand's last pictures by a draft of its profile, and stores nothing",
        HttpTrigger((Route("POST", "/v1/brands/{brand_id}/simulate"),)),
        PIXELS,
        memory_mb=ONE_PROCESSOR_MB,
        timeout_s=29,
        table=Access.READ_WRITE,  # writes nothing but what its calls count
        assets=Access.READ,
    ),
    Function(
        "score_visual",
        "Judges a finished picture that was made elsewhere, as it would be published",
        HttpTrigger(
            (
                Route("POST", "/v1/brands/{brand_id}/assets/{asset_id}/score"),
                Route("POST", "/v1/brands/{brand_id}/assets/{asset_id}/score/report"),
            )
        ),
        PIXELS,
        memory_mb=CHILD_BESIDE_MB,
        timeout_s=29,
        table=Access.READ_WRITE,
        assets=Access.READ_WRITE,
        reads_texts=True,
    ),
    Function(
        "approval_links",
        "The public pages behind links in approval emails",
        HttpTrigger(
            (
                Route("GET", "/approvals/{link}", public=True),
                Route("POST", "/approvals/{link}", public=True),
                Route("GET", "/approvals/{link}/picture", public=True),
            )
        ),
        table=Access.READ_WRITE,
        assets=Access.READ,
        secrets=(Secret.SIGNING,),
    ),
    Function(
        "preferences_links",
        "The public page behind the link that switches messages off",
        HttpTrigger(
            (
                Route("GET", "/preferences/{link}", public=True),
                Route("POST", "/preferences/{link}", public=True),
            )
        ),
        table=Access.READ_WRITE,
        secrets=(Secret.SIGNING,),
    ),
)
