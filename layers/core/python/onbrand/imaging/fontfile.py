"""Uploaded fonts, read to their end and written anew with only the tables that drawing needs. Run it in a
child (child.py)."""

import io
import logging
import unicodedata
import warnings
from math import ceil, floor

from fontTools.ttLib import TTFont
from PIL import ImageFont

from onbrand.imaging.errors import UnusableFontError
from onbrand.imaging.lines import WEIGHT_AXIS
from onbrand.imaging.picture import OwnFont

MAX_FONT_BYTES = 5_000_000
MAX_UNPACKED_BYTES = 20_000_000
"""What a WOFF2 may say that it becomes."""

MAX_GLYPHS = 20_000
MAX_TABLES = 40
MAX_NAME = 60
FLAVOURS = {b"\x00\x01\x00\x00": "ttf", b"true": "ttf", b"OTTO": "otf", b"wOF2": "woff2"}
RESTRICTED = 0x0002
"""OS/2 fsType, bit 1: the font may not be embedded without its maker's leave (OpenType 1.9.1, OS/2)."""

ITALIC = 0x0001
NEEDED = ("cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2")
OUTLINES = ({"glyf", "loca"}, {"CFF "})
VARIATIONS = frozenset(["fvar", "gvar", "avar", "cvar", "HVAR", "MVAR"])
KEPT = frozenset(
    [*NEEDED, "post", "glyf", "loca", "CFF ", "cvt ", "fpgm", "prep", "gasp", "GDEF", "GPOS", "GSUB", "kern"]
)
TYPOGRAPHIC_FAMILY, FAMILY = 16, 1
SAMPLE = "Hamburgefonstiv 0123"


def own_font(data: bytes) -> OwnFont:
    """The font as we keep it. Raises UnusableFontError with the reason."""
    _check_wrapping(data)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(data)
    except (UnusableFontError, MemoryError):
        raise
    except Exception as error:  # a damaged table raises whatever its reader stumbles over
        raise UnusableFontError("The font is damaged: it cannot be read to its end.") from error


def _check_wrapping(data: bytes) -> None:
    flavour = FLAVOURS.get(data[:4])
    if flavour is None:
        raise UnusableFontError("The file is not a TTF, OTF or WOFF2 font.")
    if len(data) > MAX_FONT_BYTES:
        raise UnusableFontError(f"The font is larger than {MAX_FONT_BYTES // 1_000_000} MB.")
    tables = int.from_bytes(data[12:14] if flavour == "woff2" else data[4:6], "big")
    unpacked = int.from_bytes(data[16:20], "big") if flavour == "woff2" else len(data)
    if tables > MAX_TABLES or unpacked > MAX_UNPACKED_BYTES:
        raise UnusableFontError("The font has more tables or is larger inside than any that we can use.")


def _read(data: bytes) -> OwnFont:
    font = TTFont(io.BytesIO(data), lazy=False, recalcBBoxes=False, recalcTimestamp=False)
    tags = set(font.keys()) - {"GlyphOrder"}
    missing = sorted(set(NEEDED) - tags)
    if missing or not any(kind <= tags for kind in OUTLINES):
        raise UnusableFontError(f"The font lacks its table {missing[0] if missing else 'of outlines'!s}.")
    glyphs = font["maxp"].numGlyphs
    if not 1 < glyphs <= MAX_GLYPHS:
        raise UnusableFontError(f"The font has {glyphs} letters; at most {MAX_GLYPHS} are allowed.")
    if font["OS/2"].fsType & RESTRICTED:
        raise UnusableFontError(
            "The font's licence bits forbid embedding. Ask its maker for a version that allows it."
        )
    if font["OS/2"].fsSelection & ITALIC:
        raise UnusableFontError("The font is an italic. Upload the upright one.")
    if not 16 <= font["head"].unitsPerEm <= 16_384 or not font.getBestCmap():
        raise UnusableFontError("The font has no usable letters.")
    family, (weight, heaviest) = _family(font), _weights(font)
    for tag in tags - (KEPT | VARIATIONS if heaviest > weight else KEPT):
        del font[tag]
    file_type = "otf" if "CFF " in tags else "ttf"
    return OwnFont(_rewritten(font), file_type, family, weight, heaviest, glyphs)


def _rewritten(font: TTFont) -> bytes:
    """Every table read and written by us, so that no byte of the upload reaches FreeType unseen."""
    for tag in font.keys():  # noqa: SIM118 - a TTFont is no mapping
        table = font[tag]
        if hasattr(table, "ensureDecompiled"):
            table.ensureDecompiled(recurse=True)
    if "glyf" in font:
        glyf = font["glyf"]
        for name in font.getGlyphOrder():
            glyph = glyf[name]
            if glyph.isComposite():
                glyph.getCompositeMaxpValues(glyf)  # which fails where a letter is made of itself
    font.flavor = None
    buffer = io.BytesIO()
    font.save(buffer)
    face = ImageFont.truetype(io.BytesIO(buffer.getvalue()), 48, layout_engine=ImageFont.Layout.RAQM)
    axes = font["fvar"].axes if "fvar" in font else ()
    for end in ("minValue", "maxValue") if axes else ("static",):
        if axes:
            face.set_variation_by_axes([getattr(axis, end) for axis in axes])
        if face.getlength(SAMPLE) <= 0 or not any(face.getmask(SAMPLE).getbbox() or ()):
            raise UnusableFontError("The font draws nothing.")
    return buffer.getvalue()


def _family(font: TTFont) -> str:
    name = font["name"].getDebugName(TYPOGRAPHIC_FAMILY) or font["name"].getDebugName(FAMILY) or ""
    printable = "".join(c for c in name if unicodedata.category(c)[0] in "LMNPS" or c == " ").strip()
    if not printable or len(printable) > MAX_NAME:
        raise UnusableFontError("The font does not say the name of its family.")
    return printable


def _weights(font: TTFont) -> tuple[int, int]:
    """The lightest and the heaviest hundred that the font can be drawn in: one weight, unless it varies in it."""
    axes = {axis.axisTag: axis for axis in font["fvar"].axes} if "fvar" in font else {}
    if (axis := axes.get(WEIGHT_AXIS)) is not None:
        lightest, heaviest = ceil(axis.minValue / 100) * 100, floor(axis.maxValue / 100) * 100
        if max(lightest, 100) < min(heaviest, 900):
            return max(lightest, 100), min(heaviest, 900)
    declared: int = font["OS/2"].usWeightClass
    only = min(max(round(declared / 100) * 100, 100), 900)
    return only, only
