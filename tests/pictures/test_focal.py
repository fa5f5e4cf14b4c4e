"""The focal point lies on what the photographs are of (boxes by hand: left, top, right, bottom)."""

import pytest
from PIL import Image

from onbrand.imaging.focal import attention
from tests.support.artworks import PHOTOS

SUBJECTS = {
    "barista-at-counter": (0.38, 0.13, 0.66, 0.5),
    "croissant-on-tray": (0.34, 0.35, 0.72, 0.8),
    "woman-with-phone": (0.4, 0.02, 0.82, 0.48),
}


@pytest.mark.parametrize("name", SUBJECTS)
def test_the_focal_point_lies_on_the_subject(name):
    with Image.open(PHOTOS / f"{name}.jpg") as image:
        x, y = attention(image.convert("RGB")).focal
    left, top, right, bottom = SUBJECTS[name]
    assert left <= x <= right
    assert top <= y <= bottom


def test_a_plain_picture_has_its_focal_point_in_the_middle():
    assert attention(Image.new("RGB", (300, 200), "grey")).focal == (0.5, 0.5)
