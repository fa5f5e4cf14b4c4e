"""The page: plain HTML that works without JavaScript, under a policy that allows nothing from elsewhere."""

import base64
import hashlib
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from onbrand.entry.problems import status_of
from onbrand.kernel.errors import OnBrandError
from onbrand.notify import Kind

TEMPLATES = Path(__file__).with_name("templates")
NAMES = {
    Kind.APPROVAL_REMINDER: "Reminders of decisions that wait for you",
    Kind.REQUEST_DECIDED: "Decisions on what you asked for",
    Kind.CHANGES_REQUESTED: "Changes that reviewers ask for",
    Kind.REQUEST_FAILED: "Content that could not be finished",
    Kind.REQUEST_EXPIRED: "Content that nobody decided on in time",
    Kind.QUOTA_WARNING: "Warnings about quotas",
    Kind.WEBHOOK_DISABLED: "Webhooks that were switched off",
    Kind.REPORT: "Reports",
}


@dataclass(frozen=True, slots=True)
class Page:
    """An answer for a browser."""

    status: HTTPStatus
    body: str = ""
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
        return {"statusCode": self.status.value, "headers": headers, "body": self.body}


@cache
def _css() -> str:
    return (TEMPLATES / "page.css").read_text()


@cache
def _policy() -> str:
    digest = base64.b64encode(hashlib.sha256(_css().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'"
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def _page(status: HTTPStatus, **values: Any) -> Page:
    return Page(status, _environment().get_template("page.html.j2").render(css=_css(), **values))


def switch_page(kind: Kind, *, is_on: bool) -> Page:
    """What is sent, and the button that changes it."""
    name = NAMES[kind]
    if is_on:
        detail, turn, button = "These messages are sent to you by mail.", "off", "Turn these messages off"
    else:
        detail, turn, button = "These messages are off: you get none.", "on", "Turn them on again"
    return _page(HTTPStatus.OK, title=name, detail=detail, turn=turn, button=button)


def error_page(error: OnBrandError | None) -> Page:
    """What went wrong, in a sentence; without one for an unexpected error."""
    status = HTTPStatus.INTERNAL_SERVER_ERROR if error is None else status_of(type(error))
    detail = "Something went wrong on our side. Please try again." if error is None else error.detail
    return _page(status, title="This did not work", detail=detail, turn=None, button=None)


def see_other(path: str) -> Page:
    """Sends the browser to the page again, so that reloading changes nothing."""
    return Page(HTTPStatus.SEE_OTHER, headers={"Location": path})
