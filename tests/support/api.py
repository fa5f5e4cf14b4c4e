"""The members' API as its callers see it, through its handler."""

from typing import Any

from functions.api.handler import handler
from tests.support.http import Answer, Context, answer_of, claims, http_event

UNKNOWN = "01JZZZZZZZZZZZZZZZZZZZZZZZ"


def call(method: str, path: str, who: str | None = None, **more: Any) -> Answer:
    """What ``who`` gets, by an access token; nobody has signed in without."""
    token = claims(who) if who else None
    return answer_of(handler(http_event(method, path, token=token, **more), Context()))


def problem_of(answer: Answer, status: int) -> dict[str, Any]:
    """The document of a refusal with this status, after a look at what every problem has."""
    assert answer.status == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = answer.json
    assert document["status"] == status
    assert document["type"].startswith("urn:onbrand:problem:")
    assert document["title"]
    assert document["detail"].endswith(".")
    assert document["instance"] == "urn:onbrand:request:Yp3lHj6XoAMESkQ="
    return document
