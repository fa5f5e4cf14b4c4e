"""The pages: plain HTML that works without JavaScript, under a policy that allows nothing from elsewhere."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from onbrand.entry.problems import status_of
from onbrand.kernel.errors import OnBrandError
from onbrand.placement.names import placement_name

if TYPE_CHECKING:
    from functions.approval_links.review import Review

TEMPLATES = Path(__file__).with_name("templates")
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
    environment.filters["day"] = lambda moment: f"{moment:%-d %B %Y, %H:%M} UTC"
    return environment


def _where(placements: Sequence[str], formats: int) -> str:
    """Which of the request's formats a sentence is about."""
    if len(placements) == formats > 1:
        return "In every format"
    return "In " + ", ".join(placement_name(one) for one in placements)


def _sentence(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()


def _page(name: str, status: HTTPStatus, **values: Any) -> Page:
    return Page(status, _environment().get_template(name).render(css=_css(), **values))


def review_page(review: "Review", link: str, form_token: str) -> Page:
    """What is to be decided, with the form that decides."""
    return _page("review.html.j2", HTTPStatus.OK, review=review, link=link, form_token=form_token)


def decided_page(review: "Review", link: str) -> Page:
    """What was decided, when, by whom."""
    return _page("decided.html.j2", HTTPStatus.OK, review=review, link=link, decision=review.decision)


def error_page(error: OnBrandError | None) -> Page:
    """What went wrong, in a sentence; without one for an unexpected error."""
    status = HTTPStatus.INTERNAL_SERVER_ERROR if error is None else status_of(type(error))
    detail = "Something went wrong on our side. Please try again." if error is None else error.detail
    title = TITLES.get(status, "This did not work")
    return _page("message.html.j2", status, title=title, detail=detail)


def see_other(path: str) -> Page:
    """Sends the browser to the page again, so that reloading decides nothing twice."""
    return Page(HTTPStatus.SEE_OTHER, headers={"Location": path})


def picture(data: bytes, media_type: str) -> Page:
    """A picture of the request."""
    return Page(HTTPStatus.OK, data=data, headers={"Content-Type": media_type})
