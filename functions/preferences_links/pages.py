"""The page behind the link: one kind of message, and the button that switches it."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

from onbrand.entry.pages import Page, Pages, told
from onbrand.kernel.errors import OnBrandError
from onbrand.notify import Kind

PAGES = Pages(Path(__file__).with_name("templates"))
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


def _page(status: HTTPStatus, **values: Any) -> Page:
    return PAGES.rendered("page.html.j2", status, **values)


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
    status, detail = told(error)
    return _page(status, title="This did not work", detail=detail, turn=None, button=None)
