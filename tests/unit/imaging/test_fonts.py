"""The list of fonts is the list of files, and no letter is ever printed as a box."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from onbrand.brand.fonts import OPEN_FONTS
from onbrand.imaging.errors import GlyphMissingError
from onbrand.imaging.lines import Font
from onbrand.imaging.text import PillowMeasurer, runs

FOLDER = Path(str(files("onbrand_fonts")))
SIZE_LIMIT = 6_000_000


def path_of(family, weight):
    folder = family.lower().replace(" ", "_")
    return FOLDER / folder / f"{folder}-{weight}.ttf"


def test_the_list_names_every_file_and_no_other():
    listed = {path_of(family.name, weight) for family in OPEN_FONTS.values() for weight in family.weights}
    assert listed == set(FOLDER.glob("*/*.ttf"))


def test_every_family_carries_its_licence():
    for family in OPEN_FONTS.values():
        licence = path_of(family.name, 400).with_name("OFL.txt").read_text(encoding="utf-8")
        assert "SIL Open Font License, Version 1.1" in licence


def test_the_fonts_stay_small():
    assert sum(path.stat().st_size for path in FOLDER.rglob("*")) < SIZE_LIMIT


def test_coverage_lists_what_every_weight_of_a_family_has():
    ranges = json.loads((FOLDER / "coverage.json").read_text(encoding="utf-8"))
    for family in OPEN_FONTS.values():
        shared = set.intersection(
            *(set(TTFont(path_of(family.name, w)).getBestCmap()) for w in family.weights)
        )
        listed = {code for first, last in ranges[family.name] for code in range(first, last + 1)}
        assert listed == shared


def test_a_letter_that_a_font_lacks_comes_from_the_fallback():
    assert runs("Ελ Fraunces", Font("Fraunces", 700)) == [
        ("Ελ", Font("Inter", 700)),
        (" Fraunces", Font("Fraunces", 700)),
    ]


@pytest.mark.parametrize("text", ["日本", "Hi 🎉", "สวัสดี"])
def test_a_letter_that_no_font_has_is_an_error(text):
    with pytest.raises(GlyphMissingError, match="U\\+"):
        PillowMeasurer().width(text, Font("Fraunces", 400))


def test_widths_are_those_of_shaped_text():
    measurer, font = PillowMeasurer(), Font("Inter", 400)
    assert measurer.width("AV", font) < measurer.width("A", font) + measurer.width("V", font)
