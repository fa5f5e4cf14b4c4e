"""Requests: from the brief to the package."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Header, Path, Query
from aws_lambda_powertools.event_handler.router import Router

from functions.api.calls import DEFAULT_LIMIT, Cursor, Limit, PathId, access, page
from functions.api.views import ComplianceView, RequestPage, RequestStoryView, RequestView
from onbrand.bootstrap.content import compliance, content_service, verdict_pages
from onbrand.content import RequestStatus, SubmitRequest
from onbrand.entry.reports import report_page

router = Router()
TAGS = ["requests"]
IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        pattern=r"^[\x21-\x7e]+$",
        description="Your own name for this submission: sent again, it makes nothing new.",
    ),
]
Placement = Annotated[str, Path(pattern=r"^[a-z0-9_]{1,60}$", description="A placement.")]
ReportPlacement = Annotated[
    str | None,
    Query(pattern=r"^[a-z0-9_]{1,60}$", description="A placement; all of them when it is left out."),
]
Status = Annotated[RequestStatus, Query(description="Where the requests stand.")]


@router.post(
    "/v1/requests", tags=TAGS, operation_id="submitRequest", summary="Submit a brief", status_code=202
)
def submit(command: SubmitRequest, idempotency_key: IdempotencyKey) -> Response[RequestView]:
    """The answer comes at once; the work is done by the pipeline. `Location` is where to look."""
    request, replayed = content_service().submit(access(router), command, idempotency_key)
    headers = {"Location": f"/v1/requests/{request.id}", "Idempotency-Replayed": str(replayed).lower()}
    return Response(202, "application/json", RequestView.of(request), headers=headers)


@router.get(
    "/v1/requests", tags=TAGS, operation_id="listRequests", summary="Requests of a status, in queue order"
)
def list_requests(status: Status, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> RequestPage:
    """Highest priority first, then oldest first."""
    who = access(router)
    return page(
        RequestPage,
        who,
        f"requests/{status.value}",
        cursor,
        lambda start: content_service().list(who, status, limit, start),
        lambda found: [RequestView.of(one) for one in found],
    )


@router.get(
    "/v1/requests/<request_id>",
    tags=TAGS,
    operation_id="getRequest",
    summary="A request and all that happened",
)
def get_request(request_id: PathId) -> RequestStoryView:
    """With asset, variants, approvals, API calls and events; `package_url` downloads the package for a
    few minutes."""
    who = access(router)
    story = content_service().story(who, request_id)
    return RequestStoryView.of(story, content_service().package_url(who, story.request))


@router.post(
    "/v1/requests/<request_id>/cancel", tags=TAGS, operation_id="cancelRequest", summary="Cancel a request"
)
def cancel(request_id: PathId) -> RequestView:
    """As long as it is not decided. Cancelling twice is the same as once."""
    return RequestView.of(content_service().cancel(access(router), request_id))


@router.post(
    "/v1/requests/<request_id>/retry",
    tags=TAGS,
    operation_id="retryRequest",
    summary="Try again",
    status_code=202,
)
def retry(request_id: PathId) -> Response[RequestView]:
    """Starts the next attempt at a failed or expired request; what was done is not done again."""
    request = content_service().retry(access(router), request_id)
    return Response(
        202, "application/json", RequestView.of(request), headers={"Location": f"/v1/requests/{request.id}"}
    )


@router.get(
    "/v1/requests/<request_id>/compliance",
    tags=TAGS,
    operation_id="getCompliance",
    summary="What was measured",
)
def get_compliance(request_id: PathId) -> ComplianceView:
    """The verdict on the lead picture and on every variant, as `onbrand score` prints it: components, findings,
    gates, what would raise the score most; and what composition cured by itself, with the verdict before. Where waivers
    are in force, `waived` says what each picture comes to with them. 404 when the verdicts are not stored any more."""
    return ComplianceView.of(compliance().of(access(router), request_id))


@router.get(
    "/v1/requests/<request_id>/compliance/report",
    tags=TAGS,
    operation_id="getComplianceReport",
    summary="What was measured, as a page",
    responses={200: {"description": "The page.", "content": {"text/html": {"schema": {"type": "string"}}}}},
)
def compliance_report(request_id: PathId, placement: ReportPlacement = None) -> Response[str]:
    """One page that opens and prints alone: the picture with numbered boxes, measured against expected, colours,
    what could not be judged, what would raise the score most; with waivers in force the score with them and why. With a
    placement the finished file itself; without, all variants in small pictures."""
    return report_page(verdict_pages().html(access(router), request_id, placement))


@router.get(
    "/v1/requests/<request_id>/variants/<placement>/file",
    tags=TAGS,
    operation_id="downloadVariant",
    summary="Download a variant",
    status_code=302,
)
def variant_file(request_id: PathId, placement: Placement) -> Response[None]:
    """Sends you to a link that is valid for some minutes; the download is written into the request's
    history."""
    url = content_service().variant_file(access(router), request_id, placement)
    return Response(302, headers={"Location": url, "Cache-Control": "no-store"})


@router.get(
    "/v1/requests/<request_id>/variants/<placement>/preview",
    tags=TAGS,
    operation_id="showVariant",
    summary="Look at a variant, small",
    status_code=302,
)
def variant_preview(request_id: PathId, placement: Placement) -> Response[None]:
    """Sends you to a JPEG of at most 480 pixels a side, by a link that is valid for some minutes; nothing is
    written into the request's history."""
    url = content_service().variant_preview(access(router), request_id, placement)
    return Response(302, headers={"Location": url, "Cache-Control": "no-store"})
