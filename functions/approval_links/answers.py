"""What a press of a button does. Only the three answers and handing on change anything; choosing points only
changes the page."""

from dataclasses import replace

from functions.approval_links.drafts import Draft, Fields, Pin, draft_of
from functions.approval_links.handing import candidates
from functions.approval_links.pages import hand_on_page, late_page, pin_page, review_page, standing_page
from functions.approval_links.rendering import PAGES
from functions.approval_links.review import Review, open_review
from onbrand.approval import AlreadyDecidedError, DelegationRefusedError, FormTokenError, OnHoldError
from onbrand.approval.links import LINK, check_way
from onbrand.bootstrap.approval import approval_links, approval_service
from onbrand.content import Decision
from onbrand.entry.pages import Page
from onbrand.kernel.errors import Conflict, Gone, Unprocessable

PIN_WIDTHS = {"small": 288, "large": 720}
"""CSS pixels that a picture is shown in to choose a point: the browser tells the point in these."""
SPOTS = {
    "top left": (0.17, 0.17), "top": (0.5, 0.17), "top right": (0.83, 0.17),
    "left": (0.17, 0.5), "middle": (0.5, 0.5), "right": (0.83, 0.5),
    "bottom left": (0.17, 0.83), "bottom": (0.5, 0.83), "bottom right": (0.83, 0.83),
}  # fmt: skip
"""Places by name, for those who cannot point."""


def answered(review: Review, link: str, fields: Fields, path: str) -> Page:
    """The page after a POST. Raises SignInRequiredError, and what deciding and handing on raise beside conflicts."""
    check_way(review.step, LINK)
    if review.refusal is not None:
        return _too_late(review, link, path)
    draft = draft_of(fields, review.story.request.placements, review.findings)
    try:
        approval_links().check_form_token(link, _one(fields, "form_token"))
    except FormTokenError:
        out_of_date = "This page was open for too long. Nothing was decided; please press again."
        return review_page(review, link, draft, out_of_date, FormTokenError)
    if "hand_on_to" in fields:
        return _handed_on(review, link, _one(fields, "hand_on_to"), path)
    if (page := _pinning(review, link, draft, fields)) is not None:
        return page
    return _decided(review, link, draft, fields, path)


def _decided(review: Review, link: str, draft: Draft, fields: Fields, path: str) -> Page:
    wanted = _one(fields, "decision")
    decision = Decision(wanted) if wanted in set(Decision) else None
    problem = draft.problem(decision)
    if decision is None or problem:
        return review_page(review, link, draft, problem)
    claims = review.claims
    try:
        approval_service().decide(
            claims.organization_id,
            claims.request_id,
            claims.approver_id,
            decision,
            draft.comment or None,
            claims.content_version,
            LINK,
            claims.step,
            draft.sent_back,
            draft.comments(review.findings),
        )
    except (Conflict, Gone):
        return _too_late(open_review(link), link, path)
    except Unprocessable as refused:
        return review_page(review, link, draft, refused.detail)
    return PAGES.see_other(path)


def _too_late(review: Review, link: str, path: str) -> Page:
    """Somebody was faster, or time was. Pressing twice is no fault: the page then shows the person's own answer."""
    match review.refusal:
        case AlreadyDecidedError(recorded=recorded) if recorded.approver_id == review.claims.approver_id:
            return PAGES.see_other(path)
        case AlreadyDecidedError():
            return late_page(review, link)
        case OnHoldError():
            return review_page(review, link, problem=review.refusal.detail, kind=OnHoldError)
    return standing_page(review, link)


def _handed_on(review: Review, link: str, to: str, path: str) -> Page:
    claims = review.claims
    if not to:
        return hand_on_page(review, link, candidates(review), "Choose somebody.")
    try:
        approval_service().delegate(
            claims.organization_id, claims.request_id, claims.approver_id, to, claims.step, LINK
        )
    except DelegationRefusedError as refused:
        return hand_on_page(review, link, candidates(review), refused.detail)
    except (Conflict, Gone):
        return _too_late(open_review(link), link, path)
    return PAGES.see_other(path)


def _pinning(review: Review, link: str, draft: Draft, fields: Fields) -> Page | None:
    """The page while points are chosen; None when another button was pressed."""
    if "drop" in fields:
        index = _one(fields, "drop")
        return review_page(review, link, draft.without(int(index) if index.isdecimal() else -1))
    if "point_at" in fields:
        variant = review.variant(_one(fields, "point_at"))
        return pin_page(review, link, draft, variant, PIN_WIDTHS["small"])
    if "placing" not in fields:
        return None
    variant = review.variant(_one(fields, "placing"))
    if "back" in fields:
        return review_page(review, link, draft)
    if "size" in fields:
        width = PIN_WIDTHS.get(_one(fields, "size"), PIN_WIDTHS["small"])
        return pin_page(review, link, draft, variant, width)
    x, y, width = (_number(fields, name) for name in ("place.x", "place.y", "width"))
    if x or y:
        width = width or PIN_WIDTHS["small"]
        at = min(x / width, 1.0), min(y * variant.width / width / variant.height, 1.0)
    elif (spot := _one(fields, "spot")) in SPOTS:
        at = SPOTS[spot]
    else:
        return pin_page(review, link, draft, variant, PIN_WIDTHS["small"])
    pins = [*draft.pins, Pin(variant.placement, *at)]
    return review_page(review, link, replace(draft, pins=pins), fresh=True)


def _one(fields: Fields, name: str) -> str:
    return (fields.get(name) or [""])[0].strip()


def _number(fields: Fields, name: str) -> int:
    text = _one(fields, name)
    return int(text) if text.isdecimal() and len(text) < 6 else 0
