"""Events of API Gateway's HTTP API (payload format 2.0) with the claims that its authorizer adds, and
answers read back."""

import base64
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode

DOMAIN = "api.onbrand.example"


class Context:
    """What Lambda hands a handler beside the event."""

    function_name = "function"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:eu-central-1:123456789012:function:function"
    aws_request_id = "11111111-2222-4333-8444-555555555555"

    @staticmethod
    def get_remaining_time_in_millis() -> int:
        return 30_000


@dataclass(frozen=True)
class Answer:
    """What a handler answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


def claims(subject: str, token_use: str = "access", **more: str) -> dict[str, str]:  # noqa: S107 - no password
    """Claims as API Gateway hands them on: texts."""
    return {"sub": subject, "token_use": token_use, **more}


def http_event(
    method: str,
    path: str,
    *,
    body: Any = None,
    raw: str | None = None,
    form: dict[str, str] | None = None,
    query: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
    token: dict[str, str] | None = None,
    parameters: dict[str, str] | None = None,
    route: str | None = None,
    encoded: bool = False,
) -> dict[str, Any]:
    """One call. ``body`` is sent as JSON, ``form`` as a form, ``raw`` as it stands; ``token`` holds
    verified claims."""
    given = {name.lower(): value for name, value in (headers or {}).items()}
    text = raw
    if body is not None:
        text = json.dumps(body)
        given.setdefault("content-type", "application/json")
    elif form is not None:
        text = urlencode(form)
        given.setdefault("content-type", "application/x-www-form-urlencoded")
        encoded = True
    if text is not None and encoded and raw is None:
        text = base64.b64encode(text.encode()).decode()
    string = urlencode(query or {})
    context: dict[str, Any] = {
        "accountId": "123456789012",
        "apiId": "api",
        "domainName": DOMAIN,
        "http": {
            "method": method,
            "path": path,
            "protocol": "HTTP/1.1",
            "sourceIp": "203.0.113.7",
            "userAgent": "t",
        },
        "requestId": "Yp3lHj6XoAMESkQ=",
        "routeKey": route or f"{method} {path}",
        "stage": "$default",
        "time": "05/Jan/2026:09:00:00 +0000",
        "timeEpoch": 1767603600000,
    }
    if token is not None:
        context["authorizer"] = {"jwt": {"claims": token, "scopes": None}}
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route or f"{method} {path}",
        "rawPath": path,
        "rawQueryString": string,
        "headers": {"host": DOMAIN, **given},
        "requestContext": context,
        "isBase64Encoded": encoded,
    }
    if string:
        event["queryStringParameters"] = {name: ",".join(values) for name, values in parse_qs(string).items()}
    if parameters:
        event["pathParameters"] = parameters
    if text is not None:
        event["body"] = text
    return event


def answer_of(document: dict[str, Any]) -> Answer:
    """A handler's answer, decoded as API Gateway does."""
    body = document.get("body") or ""
    data = base64.b64decode(body) if document.get("isBase64Encoded") else body.encode()
    headers = {name.lower(): str(value) for name, value in document.get("headers", {}).items()}
    for name, values in document.get("multiValueHeaders", {}).items():
        headers[name.lower()] = ", ".join(values)
    return Answer(document["statusCode"], headers, data)
