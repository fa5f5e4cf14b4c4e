"""Pages behind links in mails: plain HTML that works without JavaScript, under a policy that allows nothing from
elsewhere."""

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, wraps
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from onbrand.entry.observability import begin
from onbrand.entry.problems import status_of
from onbrand.kernel.errors import OnBrandError

Document = dict[str, Any]
NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Page:
    """An answer for a browser."""

    status: HTTPStatus
    headers: Mapping[str, str]
    body: str | bytes = ""

    def to_document(self) -> Document:
        """API Gateway's form of it (payload format 2.0)."""
        text = self.body if isinstance(self.body, str) else base64.b64encode(self.body).decode()
        return {
            "statusCode": self.status.value,
            "headers": dict(self.headers),
            "body": text,
            "isBase64Encoded": isinstance(self.body, bytes),
        }


class Pages:
    """The pages of a door: Jinja templates and the ``page.css`` that stands in each. Files are read at first use.

    ``sources``: what the policy allows beside this style, each ending in "; "; ``headers``: what every answer says
    beside the usual.
    """

    def __init__(
        self,
        templates: Path,
        *,
        sources: str = "",
        headers: Mapping[str, str] = NONE,
        filters: Mapping[str, Callable[..., Any]] = NONE,
    ) -> None:
        self._templates = templates
        self._sources = sources
        self._more = headers
        self._filters = filters

    def rendered(self, name: str, status: HTTPStatus, **values: Any) -> Page:
        """A template with its values."""
        body = self._environment.get_template(name).render(css=self._css, **values)
        return Page(status, self._headers, body)

    def see_other(self, path: str) -> Page:
        """Sends the browser to a page, so that reloading it repeats nothing."""
        return Page(HTTPStatus.SEE_OTHER, {**self._headers, "Location": path})

    def file(self, data: bytes, media_type: str) -> Page:
        """Bytes that a page shows."""
        return Page(HTTPStatus.OK, {**self._headers, "Content-Type": media_type}, data)

    @cached_property
    def _css(self) -> str:
        return (self._templates / "page.css").read_text()

    @cached_property
    def _headers(self) -> Mapping[str, str]:
        digest = base64.b64encode(hashlib.sha256(self._css.encode()).digest()).decode()
        return {
            "Content-Type": "text/html; charset=utf-8",
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex",
            **self._more,
            "Strict-Transport-Security": "max-age=31536000",
            "Content-Security-Policy": (
                f"default-src 'none'; style-src 'sha256-{digest}'; {self._sources}form-action 'self'; "
                "frame-ancestors 'none'; base-uri 'none'"
            ),
        }

    @cached_property
    def _environment(self) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(self._templates), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        environment.filters.update(self._filters)
        return environment


def told(error: OnBrandError | None) -> tuple[HTTPStatus, str]:
    """The status of an error and its sentence; None is an unexpected error."""
    if error is None:
        return HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side. Please try again."
    return status_of(type(error)), error.detail


def page_door(
    error_page: Callable[[OnBrandError | None], Page],
) -> Callable[[Callable[[Document], Page]], Callable[[Document, Any], Document]]:
    """Turns ``answer(event)`` into a handler; every error is a page that a person understands."""

    def decorate(answer: Callable[[Document], Page]) -> Callable[[Document, Any], Document]:
        @wraps(answer)
        def handler(event: Document, context: Any) -> Document:
            log = begin(context, request_id=event.get("requestContext", {}).get("requestId"))
            try:
                return answer(event).to_document()
            except OnBrandError as error:
                log.info(error.detail, error=type(error).__name__)
                return error_page(error).to_document()
            except Exception:
                log.exception("unexpected error")
                return error_page(None).to_document()

        return handler

    return decorate
