"""Logos: what an SVG may hold, and which variant reads."""

import io

import numpy as np
import pytest
from coloraide import Color
from PIL import Image

from onbrand.brand.profile import LogoVariant
from onbrand.imaging.child import own_logo_in_child
from onbrand.imaging.errors import DamagedPictureError, NotAPictureError, UnsafeLogoError
from onbrand.imaging.logo import drawn, ratio, readable_variant
from onbrand.imaging.svg import check_svg
from tests.support.artworks import logos


def svg(body, attributes='viewBox="0 0 40 10"', before=""):
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"{before}<svg {spaces} {attributes}>{body}</svg>".encode()


def test_size_comes_from_the_view_box_or_the_sides():
    assert check_svg(svg("<path d='M0 0h1'/>")) == (40, 10)
    assert check_svg(svg("", 'width="30px" height="20"')) == (30, 20)


@pytest.mark.parametrize(
    "data",
    [
        svg("", before='<!DOCTYPE svg [<!ENTITY a "b">]>'),
        svg("<script>alert(1)</script>"),
        svg('<rect onload="x()"/>'),
        svg('<image href="http://example.com/x.png"/>'),
        svg('<use xlink:href="other.svg#a"/>'),
        svg('<rect fill="url(http://example.com/#a)"/>'),
        svg("<style>@import url(http://example.com/a.css);</style>"),
        svg("<foreignObject/>"),
        svg("<text>Northbeam</text>"),
    ],
)
def test_what_a_logo_must_not_hold_is_refused(data):
    with pytest.raises(UnsafeLogoError):
        check_svg(data)


@pytest.mark.parametrize("data", [b"", b"<svg", b"<html/>", svg("", ""), svg("", 'viewBox="0 0 0 0"')])
def test_what_is_no_svg_is_said_so(data):
    with pytest.raises(NotAPictureError):
        check_svg(data)


def test_harmless_references_inside_the_file_are_allowed():
    check_svg(svg('<defs><linearGradient id="a"/></defs><rect fill="url(#a)"/><use href="#b"/>'))


def test_a_png_logo_must_be_one():
    with pytest.raises(NotAPictureError):
        own_logo_in_child(b"\xff\xd8\xff\xe0", "image/png")
    buffer = io.BytesIO()
    Image.effect_noise((30, 20), 80).convert("RGBA").save(buffer, "PNG")
    own = own_logo_in_child(buffer.getvalue(), "image/png")
    assert (own.width, own.height) == (30, 20)
    with pytest.raises(DamagedPictureError):
        own_logo_in_child(buffer.getvalue()[:-300], "image/png")


@pytest.mark.parametrize(
    ("ground", "variant"),
    [("#17382E", LogoVariant.INVERSE), ("#000000", LogoVariant.INVERSE), ("#F6EFE3", LogoVariant.FULL)],
)
def test_the_variant_is_chosen_by_contrast(ground, variant):
    chosen = readable_variant(logos(), Image.new("RGB", (216, 40), ground))
    assert chosen.variant is variant
    pixels = np.asarray(drawn(chosen, 216, 40)).reshape(-1, 4)
    inks, counts = np.unique(pixels[pixels[:, 3] > 200][:, :3], axis=0, return_counts=True)
    contrasts = [Color("srgb", ink / 255).contrast(ground) for ink in inks]
    assert np.percentile(np.repeat(contrasts, counts), 10) >= 3


def test_a_logo_is_drawn_in_its_shape():
    logo = logos()[0]
    assert ratio(logo) == pytest.approx(5.39)
    assert drawn(logo, 108, 20).size == (108, 20)
