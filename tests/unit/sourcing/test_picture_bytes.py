import pytest

from onbrand.sourcing.bytes import is_complete, is_picture

JPEG = b"\xff\xd8\xff\xe0" + b"x" * 50 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 50 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
WEBP = b"RIFF" + (24).to_bytes(4, "little") + b"WEBP" + b"x" * 20


@pytest.mark.parametrize("data", [JPEG, PNG, WEBP])
def test_whole_pictures_are_pictures_and_whole(data: bytes) -> None:
    assert is_picture(data)
    assert is_complete(data)
    assert not is_complete(data[:-1])
    assert not is_complete(data[: len(data) // 2])


def test_the_end_of_an_embedded_thumbnail_is_not_the_end_of_the_picture() -> None:
    assert not is_complete(b"\xff\xd8\xff\xe1" + b"thumbnail\xff\xd9" + b"x" * 5000)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<!doctype html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"PK\x03\x04zip",
        b"8BPS\x00\x01",
        b"GIF89a",
        b"%PDF-1.7",
        b"RIFF\x00\x00\x00\x00WAVE",
    ],
)
def test_anything_else_is_no_picture(data: bytes) -> None:
    assert not is_picture(data)
