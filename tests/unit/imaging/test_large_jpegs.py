"""JPEGs too large to be decoded whole are decoded at half their size; progressive ones only up to a limit."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from onbrand.imaging.decode import normalise
from onbrand.imaging.errors import PictureTooLargeError
from onbrand.imaging.header import read_header
from onbrand.imaging.render import render
from onbrand.placement import placement
from tests.support.artworks import artwork


def encoded(size=(64, 48), mode="RGB", **options):
    buffer = io.BytesIO()
    Image.new(mode, size, 128).save(buffer, "JPEG", **options)
    return buffer.getvalue()


def claiming(width, height, **options):
    """A JPEG whose frame header says that it is this large."""
    data = bytearray(encoded(**options))
    frame = data.index(b"\xff\xc2" if options.get("progressive") else b"\xff\xc0")
    data[frame + 5 : frame + 9] = height.to_bytes(2) + width.to_bytes(2)
    return bytes(data)


def test_a_baseline_jpeg_of_100_megapixels_is_taken_at_half_its_size():
    header = read_header(claiming(12248, 8165))
    assert (header.width, header.height, header.shrink) == (12248, 8165, 2)
    assert header.cost < 250_000_000
    assert read_header(claiming(6000, 4000)).shrink == 1


def test_a_larger_one_is_refused():
    with pytest.raises(PictureTooLargeError, match="at most 110 megapixels"):
        read_header(claiming(12000, 10000))


def test_a_progressive_jpeg_above_60_megapixels_is_refused():
    assert read_header(claiming(9000, 6600, progressive=True)).shrink == 2
    with pytest.raises(
        PictureTooLargeError, match=r"progressive JPEG may have 60 megapixels; this one has 9600 x 6400"
    ):
        normalise(claiming(9600, 6400, progressive=True))


def test_rendering_refuses_it_as_well():
    large = replace(artwork(), photo=claiming(9600, 6400, progressive=True))
    with pytest.raises(PictureTooLargeError, match="progressive"):
        render(large, [placement("x_post")])


def test_what_is_kept_of_a_very_large_jpeg_is_its_half():
    exif = Image.Exif()
    exif[0x0112] = 6
    kept = normalise(encoded((7200, 7000), "L", exif=exif))
    assert (kept.width, kept.height) == (3500, 3600)
