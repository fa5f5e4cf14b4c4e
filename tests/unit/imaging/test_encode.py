"""Files keep to their limits, say sRGB and hold nothing else but the rights that are given."""

import base64
import io
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image
from thumbhash import rgba_to_thumb_hash, thumb_hash_to_average_rgba

from onbrand.imaging.encode import QUALITIES, encode
from onbrand.imaging.errors import FileTooLargeError
from onbrand.imaging.iptc import notes
from onbrand.imaging.metadata import Rights
from onbrand.imaging.thumbhash import thumbhash

FORMATS = ["jpeg", "png", "webp", "avif"]
NOTES = notes(Rights(credit="Image by Ann on Freepik"))


def noise(side=192):
    values = np.random.default_rng(3).integers(0, 255, (side, side, 3), dtype=np.uint8)
    return Image.fromarray(values)


def opened(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("image_format", QUALITIES)
def test_the_highest_quality_that_fits_is_found(image_format):
    best = encode(noise(), image_format, 10_000_000)
    limit = len(best) * 4 // 5
    fitting = encode(noise(), image_format, limit)
    assert limit * 0.9 < len(fitting) <= limit


@pytest.mark.parametrize("image_format", FORMATS)
def test_below_the_floor_it_is_an_error(image_format):
    with pytest.raises(FileTooLargeError):
        encode(noise(), image_format, 5_000)


def test_jpeg_is_progressive_only_where_a_limit_asks_for_it():
    image = Image.radial_gradient("L").convert("RGB")
    best = encode(image, "jpeg", 10_000_000)
    assert "progressive" not in opened(best).info
    assert opened(encode(image, "jpeg", len(best) - 1)).info["progressive"]


def test_a_png_above_its_limit_is_packed_tighter():
    image = Image.linear_gradient("L").resize((256, 256)).rotate(30).convert("RGB")
    loose = encode(image, "png", 1_000_000)
    assert len(encode(image, "png", len(loose) - 1)) < len(loose)


@pytest.mark.parametrize("image_format", FORMATS)
def test_files_are_tagged_and_hold_only_the_rights(image_format):
    image = noise(64)
    image.info = {"exif": b"Exif\0\0canary", "comment": b"canary", "xmp": b"canary", "dpi": (72, 72)}
    data = encode(image, image_format, 1_000_000, NOTES)
    assert b"canary" not in data
    result = opened(data)
    assert result.info["icc_profile"] and len(result.info["icc_profile"]) < 1000
    assert result.info["xmp"] == NOTES.xmp
    assert not result.getexif()
    assert "xmp" not in opened(encode(noise(64), image_format, 1_000_000)).info


SAME = """
import hashlib, json
from PIL import Image
from onbrand.imaging.encode import encode
from onbrand.imaging.iptc import notes
from onbrand.imaging.metadata import Rights
image = Image.merge("RGB", [Image.radial_gradient("L").rotate(turn) for turn in (0, 90, 45)])
for name in ("jpeg", "png", "webp", "avif"):
    packet = notes(Rights("a", "b", "c", "d", True, "e", "f"))
    print(hashlib.sha256(encode(image, name, 1_000_000, packet)).hexdigest())
"""


def test_two_processes_make_the_same_bytes():
    first, second = (subprocess.check_output([sys.executable, "-c", SAME]) for _ in range(2))
    assert first == second
    assert len(first.split()) == 4


def test_a_thumbhash_is_that_of_the_whole_picture():
    image = Image.merge("RGB", [Image.radial_gradient("L").rotate(turn) for turn in (0, 90, 45)])
    hashed = base64.b64decode(thumbhash(image.resize((1080, 566))))
    small = image.resize((100, 52)).convert("RGBA")
    whole = bytes(rgba_to_thumb_hash(100, 52, list(small.tobytes())))
    assert len(hashed) == len(whole)
    difference = np.subtract(
        thumb_hash_to_average_rgba(list(hashed)), thumb_hash_to_average_rgba(list(whole))
    )
    assert np.abs(difference).max() < 0.03


@pytest.mark.parametrize("size", [(16, 16), (16, 8), (9, 16), (16, 3), (3, 16)])
def test_a_thumbhash_is_what_its_reference_makes_of_the_same_pixels(size):
    noise = np.random.default_rng(7).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    image = Image.fromarray(noise)
    large = image.resize((size[0] * 16, size[1] * 16), Image.Resampling.NEAREST)
    expected = bytes(rgba_to_thumb_hash(*size, list(image.convert("RGBA").tobytes())))
    assert base64.b64decode(thumbhash(large)) == expected


def test_a_thumbhash_of_one_colour_has_no_waves():
    hashed = base64.b64decode(thumbhash(Image.new("RGB", (1080, 566), "#B4552D")))
    assert not any(hashed[5:])
    assert np.allclose(thumb_hash_to_average_rgba(list(hashed))[:3], (0.706, 0.333, 0.176), atol=0.03)
