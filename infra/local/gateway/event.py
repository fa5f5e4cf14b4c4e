"""Turns an HTTP request into the event of payload format 2.0 that API Gateway gives a function."""

import base64
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

from infra.local.gateway.routes import Match

TEXT_TYPES = ("text/", "application/json", "application/xml", "application/javascript")


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request as it came in; ``path`` is raw, ``headers`` in the order and case received."""

    method: str
    path: str
    query: str
    headers: list[tuple[str, str]]
    body: bytes
    source_ip: str

    def header(self, name: str) -> str | None:
        """A header's values joined by commas, or None."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return ",".join(values) if values else None


def build_event(request: Request, match: Match, claims: dict[str, Any] | None, api_id: str) -> dict[str, Any]:
    """The event; ``claims`` are those of a verified token, None on public routes."""
    now = time.time()
    headers: dict[str, str] = {}
    cookies: list[str] = []
    for name, value in request.headers:
        if name.lower() == "cookie":
            cookies += [part.strip() for part in value.split(";") if part.strip()]
        else:
            key = name.lower()
            headers[key] = f"{headers[key]},{value}" if key in headers else value
    context: dict[str, Any] = {
        "accountId": "123456789012",
        "apiId": api_id,
        "domainName": headers.get("host", "localhost"),
        "domainPrefix": api_id,
        "http": {
            "method": request.method,
            "path": unquote(request.path),
            "protocol": "HTTP/1.1",
            "sourceIp": request.source_ip,
            "userAgent": headers.get("user-agent", ""),
        },
        "requestId": uuid.uuid4().hex[:16],
        "routeKey": match.route.key,
        "stage": "$default",
        "time": datetime.fromtimestamp(now, UTC).strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "timeEpoch": int(now * 1000),
    }
    if claims is not None:
        granted = str(claims["scope"]).split() if "scope" in claims and match.route.scopes else None
        texts = {name: claim_text(value) for name, value in claims.items()}
        context["authorizer"] = {"jwt": {"claims": texts, "scopes": granted}}
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": match.route.key,
        "rawPath": unquote(request.path),
        "rawQueryString": request.query,
        "headers": headers,
        "requestContext": context,
        "isBase64Encoded": False,
    }
    if cookies:
        event["cookies"] = cookies
    if request.query:
        event["queryStringParameters"] = _query(request.query)
    if match.parameters:
        event["pathParameters"] = match.parameters
    if request.body:
        event |= _body(request.body, headers.get("content-type", ""))
    return event


def claim_text(value: Any) -> str:
    """A claim as the authorizer hands it on: everything is text, lists in brackets without commas."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{' '.join(str(part) for part in value)}]"
    return str(value)


def _query(query: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        values[name] = f"{values[name]},{value}" if name in values else value
    return values


def _body(body: bytes, content_type: str) -> dict[str, Any]:
    kind = content_type.split(";")[0].strip().lower()
    if kind.startswith(TEXT_TYPES) or kind.endswith(("+json", "+xml")):
        try:
            return {"body": body.decode(), "isBase64Encoded": False}
        except UnicodeDecodeError:
            pass
    return {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}
