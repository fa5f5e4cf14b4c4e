"""Uploaded fonts: sound ones are kept in a form of ours, all else is a typed error."""

import io
from importlib.resources import files

import numpy as np
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from PIL import ImageFont

from onbrand.imaging.child import own_font_in_child
from onbrand.imaging.errors import UnusableFontError
from onbrand.imaging.fontfile import own_font

INTER = files("onbrand_fonts").joinpath("inter/inter-700.ttf").read_bytes()


def changed(change=lambda font: None, flavor=None):
    font = TTFont(io.BytesIO(INTER), recalcTimestamp=False, recalcBBoxes=False)
    change(font)
    font.flavor = flavor
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def small_otf():
    """An OpenType font with PostScript outlines and three letters."""
    pen = T2CharStringPen(500, None)
    for step, point in enumerate([(0, 0), (0, 700), (400, 700), (400, 0)]):
        (pen.lineTo if step else pen.moveTo)(point)
    pen.closePath()
    names = [".notdef", "H", "a"]
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord("H"): "H", ord("a"): "a"})
    letters = {name: pen.getCharString() for name in names}
    builder.setupCFF("Small-Regular", {"FullName": "Small"}, letters, {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Small Type", "styleName": "Regular"})
    builder.setupOS2(usWeightClass=350)
    builder.setupPost()
    buffer = io.BytesIO()
    builder.save(buffer)
    return buffer.getvalue()


def test_family_and_weight_are_read_and_drawing_stays_the_same():
    own = own_font(INTER)
    assert (own.family, own.weight, own.file_type) == ("Inter", 700, "ttf")
    before, after = (ImageFont.truetype(io.BytesIO(data), 40).getmask("Añg fi") for data in (INTER, own.data))
    assert bytes(before) == bytes(after)


def test_a_woff2_is_kept_as_the_font_that_it_packs():
    packed = changed(flavor="woff2")
    assert packed[:4] == b"wOF2"
    own = own_font_in_child(packed)
    assert (own.data[:4], own.family, own.weight) == (b"\x00\x01\x00\x00", "Inter", 700)
    assert ImageFont.truetype(io.BytesIO(own.data), 40).getlength("Wave") > 50


def test_postscript_outlines_are_kept_as_otf():
    own = own_font(small_otf())
    assert (own.data[:4], own.file_type, own.family, own.weight) == (b"OTTO", "otf", "Small Type", 400)


def test_the_same_font_gives_the_same_bytes():
    assert own_font(INTER) == own_font(INTER)


def test_tables_that_drawing_does_not_need_are_dropped():
    def carry(font):
        from fontTools.ttLib.tables.DefaultTable import DefaultTable

        for tag in ("SVG ", "junk", "DSIG"):
            font[tag] = DefaultTable(tag)
            font[tag].data = b"canary" * 10

    assert b"canary" in changed(carry)
    assert b"canary" not in own_font(changed(carry)).data


def restrict(font):
    font["OS/2"].fsType = 2


def lean(font):
    font["OS/2"].fsSelection |= 1


def hide_name(font):
    font["name"].names = []


def drop_cmap(font):
    del font["cmap"]


def own_part(font):
    glyf = font["glyf"]
    name = next(name for name in font.getGlyphOrder() if glyf[name].isComposite())
    glyf[name].components[0].glyphName = name


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (changed(restrict), "embedding"),
        (changed(lean), "italic"),
        (changed(hide_name), "name"),
        (changed(drop_cmap), "cmap"),
        (b"wOFF" + INTER, "not a TTF"),
        (b"ttcf" + INTER[4:], "not a TTF"),
        (b"<html>", "not a TTF"),
        (b"", "not a TTF"),
        (INTER[:3000], "damaged"),
        (INTER + bytes(5_000_000), "larger"),
        (b"wOF2" + bytes(8) + b"\0\x09\0\0" + b"\xff" * 4 + bytes(40), "larger"),
        (b"\0\1\0\0\xff\xff" + bytes(100), "tables"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_reason(data, words):
    with pytest.raises(UnusableFontError, match=words):
        own_font(data)


def test_a_letter_made_of_itself_is_refused():
    with pytest.raises(UnusableFontError):
        own_font(changed(own_part))


def test_flipped_and_cut_fonts_are_a_font_or_a_typed_error():
    random, seed, ended = np.random.default_rng(11), small_otf(), {True: 0, False: 0}
    for number in range(120):
        data = bytearray(seed[: int(random.integers(1, len(seed)))] if number % 3 == 0 else seed)
        for position in random.integers(0, len(data), 1 + number % 3):
            data[position] ^= int(random.integers(1, 256))
        try:
            ended[bool(own_font(bytes(data)).family)] += 1
        except UnusableFontError:
            ended[False] += 1
    assert ended[False] > 40
