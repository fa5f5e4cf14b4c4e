"""The pages: plain HTML that works without JavaScript, under a policy that allows nothing from elsewhere."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from functions.approval_links.drafts import Draft, Pin
from onbrand.approval import (
    AlreadyDecidedError,
    ContentChangedError,
    HandedOnError,
    OnHoldError,
    Point,
    ReviewOverError,
)
from onbrand.bootstrap.approval import approval_links
from onbrand.bootstrap.identity import person_name
from onbrand.entry.problems import status_of
from onbrand.identity import Permission
from onbrand.kernel.errors import OnBrandError, Unprocessable
from onbrand.placement.names import placement_name

if TYPE_CHECKING:
    from functions.approval_links.handing import Candidate
    from functions.approval_links.review import Review
    from onbrand.content.model import Variant

TEMPLATES = Path(__file__).with_name("templates")
EMPTY = Draft()
NEWER = "The content was changed after this mail was sent. Whoever is asked about the new version gets a new mail."
SLOTS = {"cta": "Button text"}
TITLES = {
    HTTPStatus.NOT_FOUND: "We cannot find this page",
    HTTPStatus.GONE: "There is nothing to decide any more",
    HTTPStatus.FORBIDDEN: "You cannot decide here",
    HTTPStatus.SERVICE_UNAVAILABLE: "Please try again in a moment",
}


@dataclass(frozen=True, slots=True)
class Page:
    """An answer for a browser."""

    status: HTTPStatus
    body: str = ""
    data: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def to_document(self) -> dict[str, Any]:
        """API Gateway's form of it (payload format 2.0)."""
        headers = {
            "Content-Type": "text/html; charset=utf-8",
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
            "Strict-Transport-Security": "max-age=31536000",
            "Content-Security-Policy": _policy(),
            **self.headers,
        }
        body = self.body if self.data is None else base64.b64encode(self.data).decode()
        return {
            "statusCode": self.status.value,
            "headers": headers,
            "body": body,
            "isBase64Encoded": self.data is not None,
        }


@cache
def _css() -> str:
    return (TEMPLATES / "page.css").read_text()


@cache
def _policy() -> str:
    digest = base64.b64encode(hashlib.sha256(_css().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["percent"] = lambda score: (
        "not judged" if score is None else f"{round(score * 100)} %"
    )
    environment.filters["placement_name"] = placement_name
    environment.filters["where"] = _where
    environment.filters["slot_name"] = lambda name: SLOTS.get(name, _sentence(name))
    environment.filters["sentence"] = _sentence
    environment.filters["names"] = lambda placements: ", ".join(placement_name(one) for one in placements)
    environment.filters["capfirst"] = lambda text: text[:1].upper() + text[1:]
    environment.filters["picked"] = lambda texts, names: " ".join(texts[name] for name in names)
    environment.filters["spot"] = _spot
    environment.filters["day"] = lambda moment: f"{moment:%-d %B %Y, %H:%M} UTC"
    return environment


def _where(placements: Sequence[str], formats: int) -> str:
    """Which of the request's formats a sentence is about."""
    if len(placements) == formats > 1:
        return "In every format"
    return "In " + ", ".join(placement_name(one) for one in placements)


def _spot(place: Point | Pin) -> str:
    """About where on the picture a point lies."""
    across, down = (round(share * 100) for share in (place.x, place.y))
    return f"{across} % from the left, {down} % from the top"


def _sentence(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()


def _page(name: str, status: HTTPStatus, **values: Any) -> Page:
    return Page(status, _environment().get_template(name).render(css=_css(), **values))


def review_page(
    review: "Review",
    link: str,
    draft: Draft = EMPTY,
    problem: str | None = None,
    kind: type[OnBrandError] = Unprocessable,
    *,
    fresh: bool = False,
) -> Page:
    """What is to be decided, with the form that decides. ``problem``: why a press decided nothing (``kind``), in a
    sentence; ``fresh``: the last point was just chosen."""
    return _page(
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


def pin_page(review: "Review", link: str, draft: Draft, variant: "Variant", width: int) -> Page:
    """A picture on which a point is chosen, ``width`` CSS pixels wide; the form carries on what was written."""
    height = max(round(variant.height * width / variant.width), 1)
    return _page(
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


def hand_on_page(
    review: "Review", link: str, people: Sequence["Candidate"], problem: str | None = None
) -> Page:
    """Whom the decision can be handed on to."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    token = approval_links().form_token(link)
    return _page(
        "hand_on.html.j2", status, review=review, link=link, form_token=token, people=people, problem=problem
    )


def standing_page(review: "Review", link: str) -> Page:
    """What the link has come to: the open question, or what became of it."""
    refusal = review.refusal
    match refusal:
        case HandedOnError():
            return _message(review, refusal, "Somebody else decides now", _handed_on(review))
        case ContentChangedError():
            return _message(review, refusal, "There is a newer version", NEWER)
        case ReviewOverError() if review.decision is None:
            return _message(review, refusal, "There is nothing to decide any more", refusal.detail)
        case AlreadyDecidedError() | ReviewOverError():
            return decided_page(review, link)
        case OnHoldError() | None:
            review.access.require(Permission.DECIDE_APPROVAL)
            return signed_in_page(review) if review.needs_sign_in else review_page(review, link)
        case _:
            raise refusal


def decided_page(review: "Review", link: str) -> Page:
    """What was decided, when, by whom."""
    return _page("decided.html.j2", HTTPStatus.OK, review=review, link=link, late=False)


def late_page(review: "Review", link: str) -> Page:
    """The same, for somebody whose answer came after it."""
    return _page("decided.html.j2", HTTPStatus.CONFLICT, review=review, link=link, late=True)


def signed_in_page(review: "Review") -> Page:
    """What waits, and how somebody who has signed in decides it."""
    return _page("sign_in.html.j2", HTTPStatus.OK, review=review)


def _handed_on(review: "Review") -> str:
    given = review.asked.of_person(review.claims.approver_id)
    to = given.delegated_to if given else None
    taker = person_name(to) if to else "Somebody else"
    return f"This decision was handed on. {taker} is asked now and has a link of their own. This link decides nothing any more."


def _message(review: "Review", error: OnBrandError, title: str, detail: str) -> Page:
    return _page("message.html.j2", status_of(type(error)), title=title, detail=detail, review=review)


def error_page(error: OnBrandError | None) -> Page:
    """What went wrong, in a sentence; without one for an unexpected error."""
    status = HTTPStatus.INTERNAL_SERVER_ERROR if error is None else status_of(type(error))
    detail = "Something went wrong on our side. Please try again." if error is None else error.detail
    title = TITLES.get(status, "This did not work")
    return _page("message.html.j2", status, title=title, detail=detail, review=None)


def see_other(path: str) -> Page:
    """Sends the browser to the page again, so that reloading decides nothing twice."""
    return Page(HTTPStatus.SEE_OTHER, headers={"Location": path})


def picture(data: bytes, media_type: str) -> Page:
    """A picture of the request."""
    return Page(HTTPStatus.OK, data=data, headers={"Content-Type": media_type})
