"""Door behind the links of approval mails: GET shows what is to be decided, only POST decides."""

from typing import Any
from urllib.parse import parse_qs

from functions.approval_links.answers import answered
from functions.approval_links.handing import candidates
from functions.approval_links.pages import error_page, hand_on_page, standing_page
from functions.approval_links.rendering import PAGES
from functions.approval_links.review import Review, open_review
from onbrand.approval.links import LINK, check_way
from onbrand.entry.forms import form_text
from onbrand.entry.pages import Page, page_door
from onbrand.kernel.errors import Invalid

MAX_FIELDS = 300
"""Formats, findings and points of the largest page."""


@page_door(error_page)
def handler(event: dict[str, Any]) -> Page:
    """Answers one call."""
    link = event["pathParameters"]["link"]
    review = open_review(link)
    wanted = event.get("queryStringParameters", {})
    match event["routeKey"].split(" ")[0], event["rawPath"].endswith("/picture"):
        case "GET", True:
            check_way(review.step, LINK)
            small, before = wanted.get("size") == "small", wanted.get("version") == "before"
            return PAGES.file(*review.picture(wanted.get("placement"), small=small, before=before))
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
