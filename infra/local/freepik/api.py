"""What the stand-in answers, without any HTTP machinery: a path and a query in, an answer out."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from urllib.parse import parse_qs, quote, urlsplit

from infra.local.freepik.answers import detailed, listed
from infra.local.freepik.catalogue import PHOTOS, Catalogue, Photo
from infra.local.freepik.links import Links
from infra.local.freepik.pictures import PREVIEW_SIDE, resized

_DETAIL = re.compile(r"/v1/resources/([^/]+)")
_DOWNLOAD = re.compile(r"/v1/resources/([^/]+)/download")
_PREVIEW = re.compile(r"/previews/(\d+)\.jpg")
_FILE = re.compile(r"/files/(\d+)/(original|\d{3,4})/[^/]+\.jpg")
_PAGE = re.compile(r"/photos/(\d+)")
_SIZES = {"small": 1000, "medium": 1500, "large": 2000, "original": None}
_SIZE_IN_PIXELS = re.compile(r"(\d{3}|[12]\d{3})px")


@dataclass(frozen=True, slots=True)
class Response:
    """An answer before it is sent."""

    status: int
    body: bytes
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


class Api:
    """Search, detail, download, and the CDN's previews and files. ``key``: the only one accepted, or None
    for any."""

    def __init__(
        self, catalogue: Catalogue, now: Callable[[], datetime], *, key_header: str, key: str | None
    ) -> None:
        self._catalogue = catalogue
        self._links = Links(now)
        self._key_header = key_header
        self._key = key

    @staticmethod
    def operation_of(path: str) -> str | None:
        """Which operation a path belongs to; None for pages."""
        if path == "/v1/resources":
            return "search"
        patterns = {"download": _DOWNLOAD, "detail": _DETAIL, "preview": _PREVIEW, "file": _FILE}
        return next((name for name, pattern in patterns.items() if pattern.fullmatch(path)), None)

    def answer(
        self, target: str, headers: Mapping[str, str], base: str, *, expired_link: bool = False
    ) -> Response:
        """The answer to ``GET target``; ``base`` is the stand-in's own address, for links."""
        parts = urlsplit(target)
        query = parse_qs(parts.query, keep_blank_values=True)
        if parts.path.startswith("/v1/"):
            refusal = self._refuse_key(headers.get(self._key_header))
            return refusal or self._api(parts.path, query, base, expired_link)
        return self._cdn(parts.path, query, base)

    def _refuse_key(self, key: str | None) -> Response | None:
        if not key:
            return _refusal(401, "Missing API key")
        return _refusal(401, "Invalid API key") if self._key is not None and key != self._key else None

    def _api(self, path: str, query: Mapping[str, list[str]], base: str, expired_link: bool) -> Response:
        if path == "/v1/resources":
            return self._search(query, base)
        if match := _DOWNLOAD.fullmatch(path):
            photo = self._catalogue.get(match[1])
            return (
                self._download(photo, query, base, expired_link)
                if photo
                else _refusal(404, "Resource not found")
            )
        if match := _DETAIL.fullmatch(path):
            photo = self._catalogue.get(match[1])
            return _json(detailed(photo, base)) if photo else _refusal(404, "Resource not found")
        return _refusal(404, "Not found")

    def _search(self, query: Mapping[str, list[str]], base: str) -> Response:
        numbers: dict[str, int] = {}
        for name, default, highest in (("page", 1, 100), ("limit", 20, 100)):
            text = query.get(name, [str(default)])[-1]
            if not text.isdigit() or not 1 <= int(text) <= highest:
                reason = f"Parameter '{name}' must be greater than 0"
                body = {
                    "message": "Your request parameters didn't validate.",
                    "invalid_params": [{"name": name, "reason": reason}],
                }
                return Response(400, json.dumps(body).encode(), "application/problem+json")
            numbers[name] = int(text)
        if query.get("order", ["relevance"])[-1] not in ("relevance", "recent"):
            return _refusal(400, "Parameter 'order' is not valid")
        found = self._catalogue.search(query.get("term", [""])[-1], query)
        return _json(listed(found, base=base, page=numbers["page"], limit=numbers["limit"]))

    def _download(self, photo: Photo, query: Mapping[str, list[str]], base: str, expired: bool) -> Response:
        wanted = query.get("image_size", ["original"])[-1]
        if wanted not in _SIZES and not _SIZE_IN_PIXELS.fullmatch(wanted):
            return _refusal(400, "Parameter 'image_size' is not valid")
        side = _SIZES[wanted] if wanted in _SIZES else int(wanted.removesuffix("px"))
        path = f"/files/{photo.id}/{side or 'original'}/{photo.slug}.jpg"
        token = self._links.token(path, expired=expired)
        url = f"{base}{path}?filename={quote(photo.slug)}&token={token}"
        return _json({"data": {"filename": f"{photo.slug}.jpg", "url": url}})

    def _cdn(self, path: str, query: Mapping[str, list[str]], base: str) -> Response:
        if match := _PREVIEW.fullmatch(path):
            photo = self._catalogue.get(match[1])
            return (
                Response(200, resized(photo.path, PREVIEW_SIDE), "image/jpeg")
                if photo
                else _refusal(404, "Not found")
            )
        if match := _FILE.fullmatch(path):
            photo = self._catalogue.get(match[1])
            if photo is None or not self._links.is_valid(path, query.get("token", [""])[-1]):
                return Response(403, b"Access Denied", "text/plain")
            side = None if match[2] == "original" else int(match[2])
            return Response(200, resized(photo.path, side), "image/jpeg")
        if match := _PAGE.fullmatch(path):
            photo = self._catalogue.get(match[1])
            return _page(photo, base) if photo else _refusal(404, "Not found")
        if path == "/licence":
            return Response(200, (PHOTOS / "LICENSE").read_bytes(), "text/plain; charset=utf-8")
        return _refusal(404, "Not found")


def _page(photo: Photo, base: str) -> Response:
    page = (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{escape(photo.title)}</title>"
        f"<h1>{escape(photo.title)}</h1>"
        f"<img src='{base}/previews/{photo.id}.jpg' alt='{escape(photo.title)}'><p>{escape(photo.author)}, "
        f"<a href='{base}/licence'>{escape(photo.licence)} on this stand-in, MIT in truth</a>"
    )
    return Response(200, page.encode(), "text/html; charset=utf-8")


def _json(document: object) -> Response:
    return Response(200, json.dumps(document).encode())


def _refusal(status: int, message: str) -> Response:
    return Response(status, json.dumps({"message": message}).encode())
