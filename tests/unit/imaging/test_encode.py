"""Files keep to their limits, say sRGB and hold nothing else."""

import io

import numpy as np
import pytest
from PIL import Image

from onbrand.imaging.encode import encode
from onbrand.imaging.errors import FileTooLargeError


def noise(side=256):
    values = np.random.default_rng(3).integers(0, 255, (side, side, 3), dtype=np.uint8)
    return Image.fromarray(values)


@pytest.mark.parametrize("image_format", ["jpeg", "webp"])
def test_the_highest_quality_that_fits_is_found(image_format):
    best = encode(noise(), image_format, 10_000_000)
    limit = len(best) * 2 // 3
    fitting = encode(noise(), image_format, limit)
    assert limit * 0.9 < len(fitting) <= limit


def test_below_the_floor_it_is_an_error():
    with pytest.raises(FileTooLargeError):
        encode(noise(), "jpeg", 5_000)
    with pytest.raises(FileTooLargeError):
        encode(noise(), "png", 5_000)


@pytest.mark.parametrize("image_format", ["jpeg", "png", "webp"])
def test_files_are_tagged_and_the_same_every_time(image_format):
    data = encode(noise(64), image_format, 1_000_000)
    assert data == encode(noise(64), image_format, 1_000_000)
    with Image.open(io.BytesIO(data)) as image:
        assert image.info["icc_profile"]
        assert not image.getexif()
