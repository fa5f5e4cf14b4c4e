"""Both resizers give the same picture; what is missing is said once."""

import logging
from importlib import import_module

import numpy as np
import pytest
from PIL import Image

from onbrand.imaging.resize import Pyramid, Window, found_resizer, resized
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


class Noting:
    """Draws nothing and keeps the widths of what it was given."""

    def __init__(self):
        self.used = []

    def __call__(self, image, size, box):
        self.used.append(image.width)
        return Image.new("RGB", size)

    def half(self, image):
        return image.reduce(2)


def test_each_window_comes_from_the_smallest_level_that_will_do():
    noting = Noting()
    pyramid = Pyramid(photo(), (3000, 2000), noting)  # decoded at half
    for width in (1500, 751, 750, 400, 375, 100):
        pyramid.window((0, 0, 3000, 2000), (width, 10))
    assert noting.used == [1500, 1500, 750, 750, 375, 188]


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


FEW, MANY = (400, 10), (1500, 1000)
"""Sizes of a window that needs the decoded photograph, in few pixels and in many."""


def whole(size):
    return Window((0, 0, size[0], size[1] + 600), size)


@pytest.mark.parametrize(("size", "used_later"), [(FEW, []), (MANY, [1500])])
def test_the_decoded_photograph_is_let_go_when_few_pixels_need_it(size, used_later):
    noting, small = Noting(), Window((0, 0, 1500, 1000), (300, 200))
    pyramid = Pyramid(photo(), (1500, 1000), noting)
    pyramid.prepare([whole(size), small])
    del noting.used[:]
    assert pyramid.window(*whole(size)).size == size
    assert noting.used == used_later
    pyramid.window(*small)
    assert noting.used[-1] == 375
    pyramid.window((0, 0, 750, 500), (750, 500))
    assert noting.used[-1] == (750 if size == FEW else 1500)


def test_preparing_windows_changes_no_pixel():
    windows = [Window((100.5, 0, 401, 1000), (300, 748)), Window((0, 0, 1500, 1000), (300, 200))] * 2
    plain, prepared = (Pyramid(photo(), (1500, 1000)) for _ in range(2))
    prepared.prepare(windows)
    for one in windows:
        assert prepared.window(*one).tobytes() == plain.window(*one).tobytes()


@pytest.mark.parametrize("load", [import_module, absent])
def test_a_half_is_the_whole_picture_whatever_its_size(load):
    picture = photo().crop((0, 0, 1499, 999))
    half = found_resizer(load).half(picture)
    assert half.size == (750, 500)
    assert ssim(half, picture.resize(half.size, Image.Resampling.BICUBIC)) > 0.99
