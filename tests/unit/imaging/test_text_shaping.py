"""Letters: every script in its order, marks on their letters, spacing that widens."""

import pytest
from PIL import Image, ImageChops

from onbrand.imaging.errors import GlyphMissingError
from onbrand.imaging.lines import Font
from onbrand.imaging.text import PillowMeasurer, clusters, draw_line, reads_leftwards, runs
from onbrand.imaging.wording import MAX_MARKS, cleaned

INTER, FRAUNCES = Font("Inter", 400), Font("Fraunces", 600)


def drawn(text, font=INTER):
    image = Image.new("L", (900, 120))
    draw_line(image, 20, 80, text, font, 48, 255)
    return image


def ink(image):
    return image.getbbox()


@pytest.mark.parametrize(
    "text", ["Καλημέρα", "Привет", "Łódź ő ŭ", "Tiếng Việt", "שלום", "قهوة", "20 % − “ok”"]
)
@pytest.mark.parametrize("family", ["Inter", "Literata", "Archivo", "Fraunces"])
def test_every_script_that_a_fallback_covers_is_set_without_boxes(text, family):
    pieces = runs(text, Font(family, 600))
    assert "".join(piece for piece, _ in pieces) == text
    assert ink(drawn(text, Font(family, 600)))


def test_hebrew_runs_from_right_to_left():
    assert reads_leftwards("שלום")
    both, first = ink(drawn("אב")), ink(drawn("א"))
    assert both[2] - both[0] > first[2] - first[0]
    right_half = drawn("אב").crop((both[2] - (first[2] - first[0]), 0, both[2], 120))
    alone = drawn("א").crop((first[0], 0, first[2], 120))
    assert ImageChops.difference(right_half, alone).getextrema()[1] < 160


def test_arabic_letters_join():
    measurer = PillowMeasurer()
    apart = sum(measurer.width(letter, INTER) for letter in "ببب")
    assert measurer.width("ببب", INTER) < apart


def test_latin_and_hebrew_in_one_line_come_from_one_font():
    ((_, font),) = runs("שלום Northbeam 20", FRAUNCES)
    assert font.family == "Noto Sans Hebrew"


def test_scripts_that_no_font_has_together_are_refused():
    with pytest.raises(GlyphMissingError, match="No single font"):
        runs("שלום قهوة", INTER)


def test_a_mark_stays_with_its_letter():
    assert clusters("x\u0303y") == ["x\u0303", "y"]
    assert PillowMeasurer().width("x\u0303", INTER) == pytest.approx(PillowMeasurer().width("x", INTER))
    assert next(piece for piece, _ in runs("ax\u0303b", FRAUNCES)).startswith("a")


def test_letter_spacing_adds_to_every_letter():
    measurer = PillowMeasurer()
    plain, spaced = measurer.width("Launch", INTER), measurer.width("Launch", INTER._replace(spacing=0.1))
    assert spaced == pytest.approx(plain + 0.6)
    assert ink(drawn("Launch", INTER._replace(spacing=0.1)))[2] > ink(drawn("Launch"))[2] + 20


def test_letters_that_join_are_not_pulled_apart():
    measurer = PillowMeasurer()
    assert measurer.width("قهوة", INTER._replace(spacing=0.3)) == measurer.width("قهوة", INTER)


def test_direction_overrides_and_towers_of_marks_are_taken_out():
    assert cleaned("\u202eabc\u202c") == "abc"
    assert len(cleaned("b" + "\u0303" * 400)) == 1 + MAX_MARKS
