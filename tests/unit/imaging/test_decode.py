"""Foreign pictures: every allowed kind comes out upright and in sRGB, all else is a typed error."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from onbrand.imaging.decode import normalise
from onbrand.imaging.errors import DamagedPictureError, NotAPictureError, PictureTooLargeError
from onbrand.kernel.errors import OnBrandError
from tests.support.artworks import PHOTOS


def picture(mode="RGB", size=(64, 48)):
    ramp = Image.linear_gradient("L").resize(size)
    return Image.merge("RGB", (ramp, ramp.rotate(180), ramp)).convert(mode)


def encoded(image, image_format, **options):
    buffer = io.BytesIO()
    image.save(buffer, image_format, **options)
    return buffer.getvalue()


def pixels(data):
    return np.asarray(Image.open(io.BytesIO(normalise(data).data)), dtype=int)


@pytest.mark.parametrize(
    "data",
    [
        encoded(picture(), "PNG"),
        encoded(picture(), "WEBP", lossless=True),
        encoded(picture(), "JPEG", quality=95, subsampling=0),
        encoded(picture().quantize(256), "PNG"),
        encoded(picture("RGBA"), "PNG"),
    ],
    ids=["png", "webp", "jpeg", "palette", "alpha"],
)
def test_kinds_of_one_picture_come_out_alike(data):
    difference = np.abs(pixels(data) - np.asarray(picture(), dtype=int)).mean()
    assert difference < 8


@pytest.mark.parametrize("mode", ["L", "LA", "1"])
def test_grey_modes_are_decoded(mode):
    assert normalise(encoded(picture(mode), "PNG")).width == 64


def test_sixteen_bits_keep_their_tones():
    ramp = np.tile(np.linspace(0, 65535, 64).astype(np.uint16), (48, 1))
    result = pixels(encoded(Image.fromarray(ramp), "PNG"))
    assert np.abs(result[..., 0] - (ramp >> 8)).max() < 12


def test_cmyk_is_turned_into_rgb():
    red = Image.new("CMYK", (40, 40), (0, 255, 255, 0))
    assert pixels(encoded(red, "JPEG"))[20, 20, 0] > 200


def test_transparency_shows_white():
    assert pixels(encoded(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG")).min() > 250


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_orientation_of_the_camera_is_applied(orientation):
    image = Image.new("RGB", (60, 40), "white")
    image.paste((200, 0, 0), (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = orientation
    result = normalise(encoded(image, "JPEG", exif=exif, quality=95))
    assert (result.width, result.height) == ((60, 40) if orientation < 5 else (40, 60))
    upright = np.asarray(Image.open(io.BytesIO(result.data)), dtype=int)
    corners = {(0, 0): (5, 5), (1, 0): (5, -5), (1, 1): (-5, -5), (0, 1): (-5, 5)}
    red = next(name for name, (y, x) in corners.items() if upright[y, x, 1] < 100)
    assert red == [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0), (1, 0), (1, 1), (0, 1)][orientation - 1]


def test_nothing_foreign_survives():
    canary = b"canary-5f2a"
    exif = Image.Exif()
    exif[0x010E] = canary.decode()
    data = encoded(picture(), "JPEG", exif=exif, comment=canary) + canary
    assert canary in data
    result = normalise(data).data
    assert canary not in result
    assert "sRGB" in ImageCms.getProfileDescription(
        ImageCms.ImageCmsProfile(io.BytesIO(Image.open(io.BytesIO(result)).info["icc_profile"]))
    )


def test_the_same_bytes_give_the_same_bytes():
    data = (PHOTOS / "woman-with-phone.jpg").read_bytes()
    assert normalise(data) == normalise(data)


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_a_truncated_picture_is_damaged_unless_all_pixels_are_there(image_format):
    data = encoded(picture(size=(200, 150)), image_format)
    whole, refused, cuts = normalise(data), 0, range(12, len(data), max(1, len(data) // 50))
    for cut in cuts:
        try:
            assert normalise(data[:cut]) == whole
        except (DamagedPictureError, NotAPictureError):
            refused += 1
    assert refused >= 0.9 * len(cuts)


def test_flipped_bytes_give_a_picture_or_a_typed_error():
    random = np.random.default_rng(7)
    for image_format in ("JPEG", "PNG", "WEBP"):
        data = encoded(picture(), image_format)
        for _ in range(60):
            broken = bytearray(data)
            for position in random.integers(0, len(data), 3):
                broken[position] ^= int(random.integers(1, 256))
            try:
                normalise(bytes(broken))
            except OnBrandError:
                continue


def bomb(width, height):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("width", "height"), [(13_000, 13_000), (20_000, 20_000), (2**31 - 1, 2**31 - 1), (9400, 9400)]
)
def test_a_bomb_is_refused_by_its_header(width, height):
    with pytest.raises((PictureTooLargeError, DamagedPictureError)):
        normalise(bomb(width, height))


def test_a_large_webp_is_refused_for_the_memory_it_would_take():
    data = encoded(Image.new("RGB", (6000, 5000)), "WEBP", quality=10, method=0)
    with pytest.raises(PictureTooLargeError):
        normalise(data)


@pytest.mark.parametrize("image_format", ["PNG", "WEBP"])
def test_an_animation_is_refused(image_format):
    frames = [picture(), picture().rotate(180)]
    data = encoded(frames[0], image_format, save_all=True, append_images=frames[1:], duration=100)
    with pytest.raises(NotAPictureError, match="animation"):
        normalise(data)


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"<html></html>", b"GIF89a\x01\x00", b"%PDF-1.7", b"BM" + bytes(60)]
)
def test_what_is_no_picture_is_said_so(data):
    with pytest.raises(NotAPictureError):
        normalise(data)


def test_gif_and_tiff_are_not_read_whatever_they_are_called():
    for image_format in ("GIF", "TIFF", "BMP"):
        with pytest.raises(NotAPictureError):
            normalise(encoded(picture(), image_format))
