"""Waivers of findings, and what fell below what its brand asks after the brand changed."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import Router

from functions.api.calls import DEFAULT_LIMIT, Cursor, Limit, PathId, access, created, page
from functions.api.waivers import WaivedView
from onbrand.bootstrap.content import rescore_planning, waivers
from onbrand.compliance.waiving import Waiver
from onbrand.content import Fall
from onbrand.content.waivers import NewWaiver
from onbrand.kernel.values import Value

router = Router()


class FallPage(Value):
    """Some requests that fell."""

    items: tuple[Fall, ...]
    next_cursor: str | None


@router.post(
    "/v1/requests/<request_id>/waivers",
    tags=["requests"],
    operation_id="waiveFinding",
    summary="Waive a finding",
    status_code=201,
)
def waive(request_id: PathId, new: NewWaiver) -> Response[Waiver]:
    """Puts up with the findings of a check until a day, which must lie ahead: on one `placement` or all, at one `box` or
    anywhere, as the verdict names them. It is for the present asset, ends by itself, and needs the permission
    `waive_finding`. A rule that must hold no longer fails a picture while it is waived."""
    waiver = waivers().waive(access(router), request_id, new)
    return created(waiver, f"/v1/requests/{request_id}/waivers")


@router.get(
    "/v1/requests/<request_id>/waivers",
    tags=["requests"],
    operation_id="listWaivers",
    summary="The score with and without waivers",
)
def list_waivers(request_id: PathId) -> WaivedView:
    """All waivers of the request, and what each picture comes to without and with those in force now."""
    return WaivedView.of(waivers().of(access(router), request_id))


@router.post(
    "/v1/requests/<request_id>/waivers/<waiver_id>/withdraw",
    tags=["requests"],
    operation_id="withdrawWaiver",
    summary="Withdraw a waiver",
)
def withdraw(request_id: PathId, waiver_id: PathId) -> Waiver:
    """Twice is the same as once. A request that falls by that and is not final goes back to review."""
    return waivers().withdraw(access(router), request_id, waiver_id)


@router.get(
    "/v1/brands/<brand_id>/rescores",
    tags=["brands"],
    operation_id="listRescores",
    summary="Requests that fell after the brand changed",
)
def list_rescores(brand_id: PathId, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> FallPage:
    """Every request that is not final is judged again when its brand's profile or its template gets a new version. Those
    that fell below what the brand asks were put back to review; the latest first."""
    who = access(router)
    return page(
        FallPage,
        who,
        f"rescores/{brand_id}",
        cursor,
        lambda start: rescore_planning().falls(who, brand_id, limit, start),
    )
