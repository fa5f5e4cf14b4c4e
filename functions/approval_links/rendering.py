"""How a page becomes an answer: plain HTML that works without JavaScript, under a policy that allows nothing from
elsewhere."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from functions.approval_links.drafts import Pin
from functions.approval_links.moments import day
from onbrand.approval import Point
from onbrand.placement.names import placement_name

TEMPLATES = Path(__file__).with_name("templates")
SLOTS = {"cta": "Button text"}


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
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
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
    environment.filters["names"] = lambda placements: ", ".join(placement_name(one) for one in placements)
    environment.filters["lowfirst"] = lambda text: text[:1].lower() + text[1:]
    environment.filters["capfirst"] = lambda text: text[:1].upper() + text[1:]
    environment.filters["picked"] = lambda texts, names: " ".join(texts[name] for name in names)
    environment.filters["spot"] = _spot
    environment.filters["day"] = day
    return environment


def _where(placements: Sequence[str], formats: int) -> str:
    """Which of the request's formats a sentence is about."""
    if len(placements) == formats > 1:
        return "In every format"
    return "In " + ", ".join(placement_name(one) for one in placements)


def _spot(place: Point | Pin) -> str:
    """About where on the picture a point lies."""
    across, down = (round(share * 100) for share in (place.x, place.y))
    return f"{across} % from the left, {down} % from the top"


def _sentence(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()


def rendered(name: str, status: HTTPStatus, **values: Any) -> Page:
    """A template with its values."""
    return Page(status, _environment().get_template(name).render(css=_css(), **values))
