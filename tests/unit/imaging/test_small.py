"""Small copies: as sharp as a careful resize, in the shape of the picture, and never larger than it."""

import io

import numpy as np
import pytest
from PIL import Image

from onbrand.imaging.small import FITTED_SIDE, fitted_jpeg, reduced, small_jpeg
from tests.support.starters import PHOTOS


@pytest.fixture(scope="module")
def photo() -> Image.Image:
    with Image.open(PHOTOS["barista-at-counter"]) as image:
        return image.convert("RGB")


def read(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    assert image.format == "JPEG"
    return image.convert("RGB")


@pytest.mark.parametrize("size", [(1080, 1080), (1128, 191), (1080, 1920), (600, 500)])
def test_the_longer_side_is_as_asked_and_the_picture_the_same(
    photo: Image.Image, size: tuple[int, int]
) -> None:
    image = photo.resize(size, Image.Resampling.LANCZOS)
    small = read(small_jpeg(image, 480))
    assert max(small.size) == 480
    assert abs(small.width / small.height - size[0] / size[1]) < 0.02 * size[0] / size[1]
    careful = image.resize(small.size, Image.Resampling.LANCZOS)
    difference = np.asarray(small, dtype=float) - np.asarray(careful, dtype=float)
    assert np.sqrt((difference**2).mean()) < 7


def test_a_picture_that_is_small_already_keeps_its_size(photo: Image.Image) -> None:
    assert read(small_jpeg(photo.resize((300, 200)), 480)).size == (300, 200)


def test_a_very_long_picture_keeps_a_pixel_of_height(photo: Image.Image) -> None:
    assert read(small_jpeg(photo.resize((2000, 2)), 480)).size == (480, 1)


def test_a_file_of_ours_is_reduced(photo: Image.Image) -> None:
    data = PHOTOS["barista-at-counter"].read_bytes()
    assert max(read(reduced(data, 200)).size) == 200


def test_noise_of_many_pixels_stays_below_what_a_detector_takes() -> None:
    noise = np.random.default_rng(3).integers(0, 255, (1920, 1920, 3), dtype=np.uint8)
    assert len(small_jpeg(Image.fromarray(noise), 1920)) < 5_242_880


@pytest.mark.parametrize("most", [5_000_000, 400_000, 100_000])
def test_a_copy_for_a_reader_has_as_many_pixels_as_its_bytes_allow(photo: Image.Image, most: int) -> None:
    noise = np.random.default_rng(3).integers(0, 255, (1100, 1400, 3), dtype=np.uint8)
    for image in (photo, Image.fromarray(noise)):
        data = fitted_jpeg(image, most)
        assert len(data) <= most
        size = read(data).size
        assert size == image.size or len(data) > most / 3
        assert abs(size[0] / size[1] - image.width / image.height) < 0.02


def test_a_copy_for_a_reader_has_no_more_pixels_than_serve() -> None:
    assert read(fitted_jpeg(Image.new("RGB", (6000, 3000), "white"), 5_000_000)).size == (FITTED_SIDE, 2048)
