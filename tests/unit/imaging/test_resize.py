"""Both resizers give the same picture; what is missing is said once."""

import logging

import numpy as np
import pytest
from PIL import Image

from onbrand.imaging.resize import Pyramid, found_resizer, resized
from tests.support.artworks import PHOTOS
from tests.support.ssim import ssim


def absent(name):
    raise ImportError(name)


def photo():
    with Image.open(PHOTOS / "barista-at-counter.jpg") as image:
        return image.convert("RGB")


@pytest.mark.parametrize(
    ("size", "box"), [((360, 240), (0, 0, 1500, 1000)), ((500, 300), (100.5, 20.25, 1300.5, 740.25))]
)
def test_pillow_gives_what_the_simd_resizer_gives(size, box):
    slow = found_resizer(absent)(photo(), size, box)
    assert ssim(resized(photo(), size, box), slow) > 0.99


def test_a_missing_resizer_is_said_in_one_line(caplog):
    with caplog.at_level(logging.INFO):
        pyramid = Pyramid(photo(), (1500, 1000), found_resizer(absent))
        for width in (300, 500):
            pyramid.window((0, 0, 1500, 1000), (width, width * 2 // 3))
    assert [record.getMessage() for record in caplog.records] == [
        "cykooz.resizer is not installed; Pillow resizes, more slowly"
    ]


def test_each_window_comes_from_the_smallest_level_that_will_do():
    used = []

    class Noting:
        def __call__(self, image, size, box):
            used.append(image.width)
            return Image.new("RGB", size)

        def half(self, image):
            return image.reduce(2)

    pyramid = Pyramid(photo(), (3000, 2000), Noting())  # decoded at half
    for width in (1500, 751, 750, 400, 375, 100):
        pyramid.window((0, 0, 3000, 2000), (width, 10))
    assert used == [1500, 1500, 750, 750, 375, 188]


def test_a_window_shows_its_crop():
    left_black = Image.fromarray(
        np.repeat(np.where(np.arange(400) < 200, 0, 255)[None, :], 300, 0).astype("u1")
    )
    pyramid = Pyramid(left_black.convert("RGB"), (800, 600))
    assert pyramid.window((0, 0, 360, 600), (90, 150)).getextrema()[0][1] < 10
    assert pyramid.window((440, 0, 360, 600), (90, 150)).getextrema()[0][0] > 245


def test_only_large_pictures_are_halved_to_look_at_them():
    assert Pyramid(photo(), (1500, 1000)).overview(1024).width == 1500
    assert Pyramid(photo(), (1500, 1000)).overview(700).width == 750
