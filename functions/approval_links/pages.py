"""The pages behind a link, one for each thing that it can have come to."""

from collections.abc import Sequence
from http import HTTPStatus
from string import ascii_uppercase

from functions.approval_links.drafts import Draft
from functions.approval_links.handing import Candidate
from functions.approval_links.rendering import PAGES
from functions.approval_links.review import Review
from onbrand.approval import (
    AlreadyDecidedError,
    ContentChangedError,
    HandedOnError,
    OnHoldError,
    ReviewOverError,
)
from onbrand.bootstrap.approval import approval_links
from onbrand.bootstrap.identity import person_name
from onbrand.content.assets import Variant
from onbrand.entry.pages import Page, told
from onbrand.entry.problems import status_of
from onbrand.identity import Permission
from onbrand.kernel.errors import OnBrandError, Unprocessable

EMPTY = Draft()
NEWER = "The content was changed after this mail was sent. Whoever is asked about the new version gets a new mail."
TITLES = {
    HTTPStatus.NOT_FOUND: "We cannot find this page",
    HTTPStatus.GONE: "There is nothing to decide any more",
    HTTPStatus.FORBIDDEN: "You cannot decide here",
    HTTPStatus.SERVICE_UNAVAILABLE: "Please try again in a moment",
}


def review_page(
    review: Review,
    link: str,
    draft: Draft = EMPTY,
    problem: str | None = None,
    kind: type[OnBrandError] = Unprocessable,
    *,
    fresh: bool = False,
) -> Page:
    """What is to be decided, with the form that decides. ``problem``: why a press decided nothing (``kind``), in a
    sentence; ``fresh``: the last point was just chosen."""
    return PAGES.rendered(
        "review.html.j2",
        status_of(kind) if problem else HTTPStatus.OK,
        review=review,
        link=link,
        form_token=approval_links().form_token(link),
        draft=draft,
        problem=problem,
        fresh=fresh,
        letters=ascii_uppercase,
    )


def pin_page(review: Review, link: str, draft: Draft, variant: Variant, width: int) -> Page:
    """A picture on which a point is chosen, ``width`` CSS pixels wide; the form carries on what was written."""
    height = max(round(variant.height * width / variant.width), 1)
    return PAGES.rendered(
        "pin.html.j2",
        HTTPStatus.OK,
        review=review,
        link=link,
        form_token=approval_links().form_token(link),
        draft=draft,
        variant=variant,
        width=width,
        height=height,
    )


def hand_on_page(review: Review, link: str, people: Sequence[Candidate], problem: str | None = None) -> Page:
    """Whom the decision can be handed on to."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    token = approval_links().form_token(link)
    return PAGES.rendered(
        "hand_on.html.j2", status, review=review, link=link, form_token=token, people=people, problem=problem
    )


def standing_page(review: Review, link: str) -> Page:
    """What the link has come to: the open question, or what became of it."""
    refusal = review.refusal
    match refusal:
        case HandedOnError():
            return _message(review, "Somebody else decides now", _handed_on(review))
        case ContentChangedError():
            return _message(review, "There is a newer version", NEWER)
        case ReviewOverError() if review.decision is None:
            return _message(review, "There is nothing to decide any more", refusal.detail)
        case AlreadyDecidedError() | ReviewOverError():
            return decided_page(review, link)
        case OnHoldError() | None:
            review.access.require(Permission.DECIDE_APPROVAL)
            return signed_in_page(review) if review.needs_sign_in else review_page(review, link)
        case _:
            raise refusal


def decided_page(review: Review, link: str) -> Page:
    """What was decided, when, by whom."""
    return PAGES.rendered("decided.html.j2", HTTPStatus.OK, review=review, link=link, late=False)


def late_page(review: Review, link: str) -> Page:
    """The same, for somebody whose answer came after it."""
    return PAGES.rendered("decided.html.j2", HTTPStatus.CONFLICT, review=review, link=link, late=True)


def signed_in_page(review: Review) -> Page:
    """What waits, and how somebody who has signed in decides it."""
    return PAGES.rendered("sign_in.html.j2", HTTPStatus.OK, review=review)


def _handed_on(review: Review) -> str:
    given = review.asked.of_person(review.claims.approver_id)
    to = given.delegated_to if given else None
    taker = person_name(to) if to else "Somebody else"
    return f"This decision was handed on. {taker} is asked now and has a link of their own. This link decides nothing any more."


def _message(review: Review, title: str, detail: str) -> Page:
    return PAGES.rendered("message.html.j2", HTTPStatus.GONE, title=title, detail=detail, review=review)


def error_page(error: OnBrandError | None) -> Page:
    """What went wrong, in a sentence; without one for an unexpected error."""
    status, detail = told(error)
    title = TITLES.get(status, "This did not work")
    return PAGES.rendered("message.html.j2", status, title=title, detail=detail, review=None)
