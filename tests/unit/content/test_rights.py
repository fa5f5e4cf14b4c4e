"""What a finished file says of the picture in it."""

from datetime import UTC, datetime

from onbrand.content.assets import SourcedPicture
from onbrand.content.pinned import rights_of

PICTURE = SourcedPicture(
    provider="freepik",
    provider_id="1",
    title="Coffee",
    author_id="7",
    author="Ann",
    licence="freemium",
    licence_url="https://www.freepik.com/legal",
    credit="Image by Ann on Freepik",
    page_url="https://www.freepik.com/1",
    filename="1.jpg",
    is_ai_generated=False,
    downloaded_at=datetime(2026, 1, 5, tzinfo=UTC),
    original_width=10,
    original_height=10,
    original_sha256="0",
    match=1,
    key="k",
    width=10,
    height=10,
    sha256="0",
)


def test_the_credit_that_the_licence_asks_for_is_written() -> None:
    rights = rights_of(PICTURE)
    assert (rights.credit, rights.licence_url) == (PICTURE.credit, PICTURE.licence_url)
    assert "freemium" in (rights.terms or "")
    assert not rights.ai_made


def test_without_one_the_author_is_named() -> None:
    assert rights_of(PICTURE.model_copy(update={"credit": None})).credit == "Ann / Freepik"


def test_an_ai_made_picture_is_marked() -> None:
    assert rights_of(PICTURE.model_copy(update={"is_ai_generated": True})).ai_made
