"""Fonts that a brand could upload: vendored ones under another name, cut down to some letters; and a variable one."""

import io
from copy import deepcopy
from hashlib import sha256
from importlib.resources import files

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.TupleVariation import TupleVariation

from onbrand.imaging import FontFile
from onbrand.imaging.fontfile import own_font

LATIN = "".join(map(chr, range(0x20, 0x17F)))


def font_bytes(
    family: str = "Northbeam Sans",
    weight: int = 700,
    base: str = "archivo/archivo-800.ttf",
    letters: str = LATIN,
) -> bytes:
    """The vendored font ``base`` as a brand's own, with these letters."""
    font = TTFont(io.BytesIO(files("onbrand_fonts").joinpath(base).read_bytes()), recalcTimestamp=False)
    subsetter = Subsetter(Options(name_IDs=["*"], layout_features=["*"]))
    subsetter.populate(text=letters)
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 16):
            record.string = family
    font["OS/2"].usWeightClass = weight
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def variable_bytes(family: str = "Northbeam Flex", lightest: int = 250, heaviest: int = 900) -> bytes:
    """A font of blocks that grow wider with their weight, and that has a second axis."""
    pen = TTGlyphPen(None)
    for step, point in enumerate([(0, 0), (0, 700), (300, 700), (300, 0)]):
        (pen.lineTo if step else pen.moveTo)(point)
    pen.closePath()
    block = pen.glyph()
    letters = "Hamburgefonstiv 0123"
    names = [".notdef", *(f"uni{ord(letter):04X}" for letter in sorted(set(letters)))]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({int(name[3:], 16): name for name in names[1:]})
    builder.setupGlyf({name: deepcopy(block) for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (400, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2(usWeightClass=400)
    builder.setupPost()
    builder.setupFvar([("opsz", 8, 14, 72, "Size"), ("wght", lightest, 400, heaviest, "Weight")], [])
    wider = [(0, 0), (0, 0), (400, 0), (400, 0), (0, 0), (500, 0), (0, 0), (0, 0)]
    builder.setupGvar({name: [TupleVariation({"wght": (0, 1, 1)}, wider)] for name in names})
    buffer = io.BytesIO()
    builder.save(buffer)
    return buffer.getvalue()


def font_files(data: bytes) -> tuple[FontFile, ...]:
    """The upload as it would be drawn with, in each of its weights."""
    own = own_font(data)
    weights = range(own.weight, own.heaviest + 1, 100)
    return tuple(FontFile(own.family, weight, sha256(own.data).hexdigest(), own.data) for weight in weights)
