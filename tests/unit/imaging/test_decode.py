"""Foreign pictures: every allowed kind comes out upright and in sRGB, all else is a typed error."""

import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from onbrand.imaging import decode
from onbrand.imaging.decode import normalise
from onbrand.imaging.encode import encode, srgb_profile
from onbrand.imaging.errors import DamagedPictureError, NotAPictureError, PictureTooLargeError
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
        encoded(picture(), "GIF"),
        encoded(picture(), "AVIF", quality=95, speed=10),
        encoded(picture(), "JPEG", quality=95, subsampling=0, progressive=True),
    ],
    ids=["png", "webp", "jpeg", "palette", "alpha", "gif", "avif", "progressive"],
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


def test_cmyk_without_the_mark_of_adobe_is_not_taken_as_inverted():
    data = encoded(Image.new("CMYK", (40, 40), (255, 0, 0, 255)), "JPEG")
    mark = data.index(b"\xff\xee")
    length = int.from_bytes(data[mark + 2 : mark + 4], "big")
    assert pixels(data[:mark] + data[mark + 2 + length :])[20, 20, 0] > 200


def test_the_embedded_profile_is_applied():
    def swapped():
        """sRGB with the columns of red and blue exchanged."""
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        return profile.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")

    for mode in ("RGB", "RGBA"):
        red = encoded(Image.new(mode, (20, 20), "#D01010"), "PNG", icc_profile=swapped())
        assert pixels(red)[10, 10, 2] > 180 > 60 > pixels(red)[10, 10, 0]


def test_a_broken_profile_is_ignored():
    data = encoded(Image.new("RGB", (20, 20), "#D01010"), "PNG", icc_profile=b"no profile" * 20)
    assert pixels(data)[10, 10, 0] > 180


def test_transparency_shows_the_stated_ground():
    data = normalise(encoded(Image.new("RGBA", (20, 20), (255, 0, 0, 0)), "PNG"), ground=(10, 120, 10)).data
    assert np.abs(np.asarray(Image.open(io.BytesIO(data)), dtype=int) - (10, 120, 10)).max() < 6


def test_a_palette_with_a_clear_colour_shows_white_there():
    image = Image.new("P", (20, 20), 1)
    image.putpalette([0, 0, 0, 200, 0, 0])
    for image_format in ("PNG", "GIF"):
        assert pixels(encoded(image, image_format, transparency=1)).min() > 250


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


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_truncated_picture_is_damaged_unless_all_pixels_are_there(image_format):
    data = encoded(picture(size=(200, 150)), image_format)
    whole, refused, cuts = normalise(data), 0, range(12, len(data), max(1, len(data) // 50))
    for cut in cuts:
        try:
            assert normalise(data[:cut]) == whole
        except (DamagedPictureError, NotAPictureError):
            refused += 1
    assert refused >= 0.9 * len(cuts)


@pytest.mark.parametrize("image_format", ["PNG", "WEBP", "GIF", "AVIF"])
def test_an_animation_gives_its_first_frame(image_format):
    frames = [Image.new("RGB", (64, 48), colour) for colour in ("#C02020", "#2020C0")]
    data = encoded(frames[0], image_format, save_all=True, append_images=frames[1:], duration=100)
    assert Image.open(io.BytesIO(data)).n_frames == 2
    assert pixels(data)[20, 20, 0] > 150 > 80 > pixels(data)[20, 20, 2]


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"<html></html>", b"%PDF-1.7", b"BM" + bytes(60), b"\0\0\0\x18ftypheic" + bytes(30)],
)
def test_what_is_no_picture_is_said_so(data):
    with pytest.raises(NotAPictureError):
        normalise(data)


@pytest.mark.parametrize("image_format", ["TIFF", "BMP", "JPEG2000", "ICO", "PPM", "TGA"])
def test_other_formats_are_not_read_whatever_they_are_called(image_format):
    with pytest.raises(NotAPictureError):
        normalise(encoded(picture(), image_format))


def exact(data):
    found = decode.pixels(data)
    return np.frombuffer(found.data, np.uint8).reshape(found.height, found.width, 3)


@pytest.mark.parametrize("image_format", ["jpeg", "png", "webp"])
def test_a_file_of_ours_has_the_very_pixels_that_pillow_reads(image_format):
    noise = np.random.default_rng(3).integers(0, 256, (90, 120, 3), dtype=np.uint8)
    data = encode(Image.fromarray(noise), image_format, 1_000_000)
    assert Image.open(io.BytesIO(data)).info["icc_profile"] == srgb_profile()
    assert (exact(data) == np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))).all()


def test_exact_pixels_stand_upright_on_white():
    clear = Image.new("RGBA", (20, 10), (0, 0, 0, 0))
    assert exact(encoded(clear, "PNG")).min() == 255
    held = Image.new("RGB", (60, 40), "white")
    exif = held.getexif()
    exif[decode.ORIENTATION] = 6
    assert exact(encoded(held, "JPEG", exif=exif)).shape == (60, 40, 3)


def test_exact_pixels_are_never_fewer_than_the_file_has():
    data = encoded(Image.new("L", (7000, 4000)), "JPEG")
    assert normalise(data).width < 7000
    with pytest.raises(PictureTooLargeError, match="7000 x 4000"):
        decode.pixels(data)


@pytest.mark.parametrize("image_format", ["PNG", "WEBP", "GIF"])
def test_what_moves_has_no_exact_pixels(image_format):
    frames = [picture(), picture().rotate(90)]
    data = encoded(frames[0], image_format, save_all=True, append_images=frames[1:])
    with pytest.raises(NotAPictureError, match="moves"):
        decode.pixels(data)
