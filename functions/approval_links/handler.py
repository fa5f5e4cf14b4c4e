"""Door behind the links of approval mails: GET shows what is to be decided, only POST decides."""

from typing import Any
from urllib.parse import parse_qs

from functions.approval_links.pages import Page, decided_page, error_page, picture, review_page, see_other
from functions.approval_links.review import Review, open_review
from onbrand.bootstrap.approval import approval_links, approval_service
from onbrand.content import Decision
from onbrand.entry.forms import form_text
from onbrand.entry.observability import begin
from onbrand.kernel.errors import Conflict, Invalid, OnBrandError

MAX_COMMENT = 2000


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
    match event["routeKey"].split(" ")[0], event["rawPath"].endswith("/picture"):
        case "GET", True:
            wanted = event.get("queryStringParameters", {})
            return picture(*review.picture(wanted.get("placement"), small=wanted.get("size") == "small"))
        case "GET", False:
            return _show(review, link)
        case "POST", False:
            return _decide(review, link, event)
    raise Invalid("This page can be opened or answered, nothing else.")


def _show(review: Review, link: str) -> Page:
    if review.is_open:
        return review_page(review, link, approval_links().form_token(link))
    return decided_page(review, link)


def _decide(review: Review, link: str, event: dict[str, Any]) -> Page:
    form = parse_qs(form_text(event), max_num_fields=10)
    values = {name: found[0].strip() for name, found in form.items()}
    approval_links().check_form_token(link, values.get("form_token", ""))
    comment = values.get("comment", "")[:MAX_COMMENT] or None
    try:
        decision = Decision(values.get("decision", ""))
    except ValueError:
        raise Invalid("Choose one of the three answers.") from None
    claims = review.claims
    try:
        approval_service().decide(
            claims.organization_id,
            claims.request_id,
            claims.approver_id,
            decision,
            comment,
            claims.content_version,
            "link",
            claims.step,
        )
    except Conflict:
        # Decided meanwhile, in another window or by somebody else: the page shows what was decided.
        return see_other(event["rawPath"])
    return see_other(event["rawPath"])
