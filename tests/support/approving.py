"""The pages behind approval links, as a browser without JavaScript sees them."""

from typing import Any

from bs4 import BeautifulSoup

from functions.approval_links.handler import handler
from onbrand.bootstrap.content import requests
from onbrand.content import RequestStatus
from tests.support.http import Answer, Context, answer_of, http_event
from tests.support.scenes import Scene


def call(method: str, link: str, tail: str = "", form: dict[str, str] | None = None, **more: Any) -> Answer:
    """What the page's address answers; ``tail``: of something beside the page."""
    route = f"{method} /approvals/{{link}}{tail}"
    event = http_event(
        method, f"/approvals/{link}{tail}", parameters={"link": link}, route=route, form=form, **more
    )
    return answer_of(handler(event, Context()))


def token_of(page: Answer) -> str:
    """The hidden field that every form of the page carries."""
    field = BeautifulSoup(page.text, "html.parser").find("input", attrs={"name": "form_token"})
    assert field is not None
    return str(field["value"])


def decide(link: str, decision: str = "approved", comment: str = "") -> Answer:
    """Opens the page and presses one of its buttons."""
    form = {"form_token": token_of(call("GET", link)), "decision": decision, "comment": comment}
    return call("POST", link, form=form)


def status_of(scene: Scene) -> RequestStatus:
    """Where the scene's request stands."""
    return requests().request(scene.organization.id, scene.request.id).status
