"""Errors as ``application/problem+json`` (RFC 9457). One table says which kind has which status."""

import re
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from onbrand.kernel import errors
from onbrand.kernel.errors import FieldError, OnBrandError
from onbrand.kernel.validation import SENTENCES, pointer

PROBLEM_JSON = "application/problem+json"
RETRY_AFTER_S = 2


class BodyUnreadableError(errors.Invalid):
    """The body is not one JSON object in UTF-8."""


class VersionMissingError(errors.Invalid):
    """The call must say which version it changes, in the header If-Match."""


STATUS: dict[type[OnBrandError], HTTPStatus] = {
    errors.Invalid: HTTPStatus.BAD_REQUEST,
    errors.Unauthenticated: HTTPStatus.UNAUTHORIZED,
    errors.PaymentRequired: HTTPStatus.PAYMENT_REQUIRED,
    errors.Forbidden: HTTPStatus.FORBIDDEN,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.Conflict: HTTPStatus.CONFLICT,
    errors.Gone: HTTPStatus.GONE,
    errors.PreconditionFailed: HTTPStatus.PRECONDITION_FAILED,
    errors.Unprocessable: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.LimitExceeded: HTTPStatus.TOO_MANY_REQUESTS,
    errors.Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    VersionMissingError: HTTPStatus.PRECONDITION_REQUIRED,
}


def status_of(error: type[OnBrandError]) -> HTTPStatus:
    """The status of the nearest class in the table that this error derives from. Raises KeyError when
    it derives from none."""
    for kind in error.__mro__:
        if kind in STATUS:
            return STATUS[kind]
    raise KeyError(error.__name__)


def problem(
    status: HTTPStatus, name: str, detail: str, instance: str | None, errors: Iterable[FieldError] = ()
) -> dict[str, Any]:
    """The document of a problem; ``name`` is an error's class name, from which its type and title are
    made."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name.removesuffix("Error")).lower()
    document: dict[str, Any] = {
        "type": f"urn:onbrand:problem:{words.replace(' ', '-')}",
        "title": words.capitalize(),
        "status": status.value,
        "detail": detail,
    }
    if instance:
        document["instance"] = f"urn:onbrand:request:{instance}"
    fields = [{"pointer": e.pointer, "detail": e.detail, "code": e.code} for e in errors]
    return document | ({"errors": fields} if fields else {})


def headers_of(status: HTTPStatus) -> dict[str, str]:
    """What an answer with this status says beside its body."""
    headers = {"Cache-Control": "no-store"}
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        headers["Retry-After"] = str(RETRY_AFTER_S)
    if status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return headers


def field_errors(
    found: Sequence[Any], body: Any = None, forms: Mapping[str, str] | None = None
) -> list[FieldError]:
    """Pydantic's errors with JSON pointers into the body, the query or the headers.

    ``forms`` gives the sentence for a text that misses a regular expression.
    """
    return [
        FieldError(
            pointer=pointer(*_path(error["loc"], body)),
            detail=_sentence(error, forms or {}),
            code=error["type"].replace("_", "-"),
        )
        for error in found
    ]


def _path(location: Sequence[str | int], body: Any) -> list[str | int]:
    """The location without its source, and inside a body without the marks that pydantic adds for
    members of a union."""
    source, *parts = location
    if source != "body":
        return parts
    path: list[str | int] = []
    for index, part in enumerate(parts):
        is_inside = (isinstance(body, dict) and part in body) or (
            isinstance(body, list) and isinstance(part, int) and part < len(body)
        )
        if is_inside:
            body = body[part]
        elif index < len(parts) - 1 or not isinstance(body, dict):
            continue
        path.append(part)
    return path


def _sentence(error: Any, forms: Mapping[str, str]) -> str:
    if error["type"] == "string_pattern_mismatch":
        return forms.get(error["ctx"]["pattern"], f"This does not have the form {error['ctx']['pattern']}.")
    text: str = SENTENCES.get(error["type"]) or error.get("msg", "This is not valid").removeprefix(
        "Value error, "
    )
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
