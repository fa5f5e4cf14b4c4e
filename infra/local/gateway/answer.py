"""Turns what a function returned into an HTTP answer, with the inference rules of payload format 2.0."""

import base64
import json
from dataclasses import dataclass, field
from typing import Any

from infra.local.runtime_api import Answer


@dataclass(slots=True)
class HttpAnswer:
    """Status, headers (a header may come twice: cookies) and body."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""


def message(status: int, text: str) -> HttpAnswer:
    """An answer that the gateway gives itself."""
    return HttpAnswer(status, [("content-type", "application/json")], json.dumps({"message": text}).encode())


def http_answer(answer: Answer) -> HttpAnswer:
    """What the client gets for a function's answer; a function that failed is a 500 without details."""
    if answer.error:
        return message(500, "Internal Server Error")
    document = answer.json()
    if not isinstance(document, dict) or "statusCode" not in document:
        text = document if isinstance(document, str) else json.dumps(document)
        return HttpAnswer(200, [("content-type", "application/json")], text.encode())
    try:
        return _spelled_out(document)
    except (TypeError, ValueError):
        return message(500, "Internal Server Error")


def _spelled_out(document: dict[str, Any]) -> HttpAnswer:
    headers = [
        (str(name).lower(), _header_text(value)) for name, value in (document.get("headers") or {}).items()
    ]
    for name, values in (document.get("multiValueHeaders") or {}).items():
        headers = [row for row in headers if row[0] != name.lower()]
        headers += [(name.lower(), _header_text(value)) for value in values]
    headers += [("set-cookie", str(cookie)) for cookie in document.get("cookies") or []]
    if not any(name == "content-type" for name, _ in headers):
        headers.append(("content-type", "text/plain;charset=UTF-8"))
    body = document.get("body")
    text = "" if body is None else body if isinstance(body, str) else json.dumps(body)
    data = base64.b64decode(text, validate=True) if document.get("isBase64Encoded") else text.encode()
    return HttpAnswer(int(document["statusCode"]), headers, data)


def _header_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
