"""Pages behind links: one style, no script, nothing from elsewhere; every error is a page."""

import base64
import hashlib
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from onbrand.entry.pages import Page, Pages, page_door, told
from onbrand.kernel.errors import Gone, OnBrandError
from tests.support.http import Context

STYLE = "p { color: #16181d }\n"


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    (tmp_path / "page.css").write_text(STYLE)
    (tmp_path / "page.html.j2").write_text("<style>{{ css | safe }}</style><p>{{ text | loud }}</p>")
    more = {"Permissions-Policy": "camera=()"}
    return Pages(tmp_path, sources="img-src 'self'; ", headers=more, filters={"loud": str.upper})


def test_a_page_allows_its_own_style_and_what_its_door_names(pages: Pages) -> None:
    document = pages.rendered("page.html.j2", HTTPStatus.OK, text="a < b").to_document()
    assert document["body"] == f"<style>{STYLE}</style><p>A &lt; B</p>"
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    assert document["headers"]["Content-Security-Policy"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    )
    assert document["headers"]["Permissions-Policy"] == "camera=()"
    assert document["headers"]["Cache-Control"] == "no-store"


def test_a_file_travels_as_base64_with_its_own_type(pages: Pages) -> None:
    document = pages.file(b"\xff\xd8", "image/jpeg").to_document()
    assert (document["body"], document["isBase64Encoded"]) == ("/9g=", True)
    assert document["headers"]["Content-Type"] == "image/jpeg"
    assert document["headers"]["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (Gone("There is nothing to decide any more."), 410, "There is nothing to decide any more."),
        (KeyError("secret"), 500, "Something went wrong on our side. Please try again."),
    ],
)
def test_every_error_is_a_page_that_leaks_nothing(
    pages: Pages, error: Exception, status: int, sentence: str
) -> None:
    def error_page(found: OnBrandError | None) -> Page:
        status, detail = told(found)
        return pages.rendered("page.html.j2", status, text=detail)

    @page_door(error_page)
    def handler(event: dict[str, Any]) -> Page:
        raise error

    document = handler({}, Context())
    assert document["statusCode"] == status
    assert f"<p>{sentence.upper()}</p>" in document["body"]
