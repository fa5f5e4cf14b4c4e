"""Door behind the links of approval mails: GET shows what is to be decided, only POST decides."""

from typing import Any
from urllib.parse import parse_qs

from functions.approval_links.answers import answered
from functions.approval_links.handing import candidates
from functions.approval_links.pages import error_page, hand_on_page, picture, standing_page
from functions.approval_links.rendering import Page
from functions.approval_links.review import Review, open_review
from onbrand.approval.links import LINK, check_way
from onbrand.entry.forms import form_text
from onbrand.entry.observability import begin
from onbrand.kernel.errors import Invalid, OnBrandError

MAX_FIELDS = 300
"""Formats, findings and points of the largest page."""


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers one call; every error is a page that a person understands."""
    log = begin(context, request_id=event.get("requestContext", {}).get("requestId"))
    try:
        return _answer(event).to_document()
    except OnBrandError as error:
        log.info(error.detail, error=type(error).__name__)
        return error_page(error).to_document()
    except Exception:
        log.exception("unexpected error")
        return error_page(None).to_document()


def _answer(event: dict[str, Any]) -> Page:
    link = event["pathParameters"]["link"]
    review = open_review(link)
    wanted = event.get("queryStringParameters", {})
    match event["routeKey"].split(" ")[0], event["rawPath"].endswith("/picture"):
        case "GET", True:
            check_way(review.step, LINK)
            small, before = wanted.get("size") == "small", wanted.get("version") == "before"
            return picture(*review.picture(wanted.get("placement"), small=small, before=before))
        case "GET", False:
            return _shown(review, link, wanted.get("view"))
        case "POST", False:
            try:
                fields = parse_qs(form_text(event), max_num_fields=MAX_FIELDS)
            except ValueError as error:
                raise Invalid("That is more than this form has; please open the page again.") from error
            return answered(review, link, fields, event["rawPath"])
    raise Invalid("This page can be opened or answered, nothing else.")


def _shown(review: Review, link: str, view: str | None) -> Page:
    if view == "hand-on" and review.refusal is None and not review.needs_sign_in:
        return hand_on_page(review, link, candidates(review))
    return standing_page(review, link)
