"""Uploaded fonts draw: in their own letters, with the vendored families where they have none."""

import pytest
from PIL import Image, ImageChops

from onbrand.brand.profile import FontChoice
from onbrand.compliance.checks import fonts
from onbrand.compliance.subject import Subject
from onbrand.imaging.errors import FontMissingError, GlyphMissingError, UnusableFontError
from onbrand.imaging.fontfile import own_font
from onbrand.imaging.lines import Font
from onbrand.imaging.render import compose
from onbrand.imaging.text import PillowMeasurer, draw_line, runs
from onbrand.placement import placement
from tests.support.artworks import artwork, profile
from tests.support.fonts import LATIN, font_bytes, font_files, variable_bytes

HEBREW = LATIN + "".join(map(chr, range(0x5D0, 0x5EB)))
SANS = Font("Northbeam Sans", 700)
FILES = font_files(font_bytes())


def drawn(text: str, font: Font) -> Image.Image:
    image = Image.new("L", (900, 120))
    draw_line(image, 20, 80, text, font, 48, 255)
    return image


def alike(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one, other).getbbox() is None


def own(*files_of: bytes, font: Font = SANS) -> Font:
    return PillowMeasurer([file for data in files_of for file in font_files(data)]).found(font)


def test_letters_are_those_of_the_file() -> None:
    text = "Wavy fi Ångström"
    assert alike(drawn(text, own(font_bytes())), drawn(text, Font("Archivo", 800)))
    assert not alike(drawn(text, own(font_bytes())), drawn(text, Font("Inter", 700)))


def test_widths_are_measured_with_the_file() -> None:
    measurer = PillowMeasurer(FILES)
    assert measurer.width("Wavy", SANS) == measurer.width("Wavy", Font("Archivo", 800))
    assert measurer.extent("Wavy", SANS) == measurer.extent("Wavy", Font("Archivo", 800))


def test_a_letter_that_the_file_lacks_comes_from_the_vendored_families() -> None:
    font = own(font_bytes())
    assert runs("Ελ Nord", font) == [("Ελ", Font("Inter", 700)), (" Nord", font)]


def test_an_upload_with_the_name_of_a_vendored_family_goes_first_and_borrows_from_it() -> None:
    font = own(font_bytes("Inter"), font=Font("Inter", 700))
    assert runs("abcλ", font) == [("abc", font), ("λ", Font("Inter", 700))]
    assert alike(drawn("abc", font), drawn("abc", Font("Archivo", 800)))


@pytest.mark.parametrize("text", ["日本", "Hi 🎉"])
def test_a_letter_that_no_font_has_is_an_error(text: str) -> None:
    with pytest.raises(GlyphMissingError, match="U\\+"):
        runs(text, own(font_bytes()))


def test_text_from_right_to_left_is_set_in_the_file_that_has_its_letters() -> None:
    hebrew = font_bytes("Northbeam Hebrew", 700, "noto_sans_hebrew/noto_sans_hebrew-700.ttf", HEBREW)
    font, text = own(hebrew, font=Font("Northbeam Hebrew", 700)), "שלום 20"
    assert runs(text, font) == [(text, font)]
    assert alike(drawn(text, font), drawn(text, Font("Noto Sans Hebrew", 700)))
    assert not alike(drawn(text, font), drawn(text[::-1], font))


def test_text_from_right_to_left_is_set_in_one_vendored_font_where_the_file_lacks_a_letter() -> None:
    assert runs("שלום Nord", own(font_bytes())) == [("שלום Nord", Font("Noto Sans Hebrew", 700))]
    assert runs("قهوة", own(font_bytes()))[0][1] == Font("Noto Sans Arabic", 700)


def test_a_font_whose_file_is_not_there_stops_the_picture() -> None:
    for font in (SANS._replace(weight=400), Font("Inter", 300), Font("Northbeam Serif", 700)):
        with pytest.raises(FontMissingError, match=f"{font.family} {font.weight}"):
            PillowMeasurer(FILES).width("Nord", font)


def test_a_variable_font_is_kept_with_its_weights_and_drawn_in_each() -> None:
    kept = own_font(variable_bytes())
    assert (kept.family, kept.weight, kept.heaviest) == ("Northbeam Flex", 300, 900)
    measurer = PillowMeasurer(font_files(variable_bytes()))
    widths = [measurer.width("Ham", Font("Northbeam Flex", weight)) for weight in (300, 400, 700, 900)]
    assert widths == pytest.approx([1.2, 1.2, 2.1, 2.7], abs=0.01)
    ink = [drawn("H", measurer.found(Font("Northbeam Flex", weight))).getbbox() for weight in (400, 900)]
    assert ink[1][2] - ink[0][2] == pytest.approx(0.4 * 48, abs=1)


def test_a_font_that_varies_in_no_weight_is_kept_as_one() -> None:
    kept = own_font(variable_bytes(lightest=400, heaviest=480))
    assert (kept.weight, kept.heaviest) == (400, 400)
    assert b"gvar" not in kept.data[:400]


def test_a_variable_font_with_damaged_variations_is_refused() -> None:
    data = bytearray(variable_bytes())
    at = data.index(b"gvar")
    start = int.from_bytes(data[at + 8 : at + 12], "big")
    data[start : start + 8] = b"\xff" * 8
    with pytest.raises(UnusableFontError):
        own_font(bytes(data))


def test_a_composition_is_set_in_the_brands_font_and_says_so() -> None:
    given = profile()
    typography = given.typography.model_copy(
        update={"heading": FontChoice(family="Northbeam Sans", weights=(700,))}
    )
    branded = given.model_copy(update={"typography": typography})
    target = placement("instagram_square")
    plain, _ = compose(artwork(), target)
    image, composition = compose(artwork(profile=branded, fonts=FILES), target)
    headings = [layer for layer in composition.layers if layer.role == "heading"]
    assert {(layer.font_family, layer.font_weight) for layer in headings} == {("Northbeam Sans", 700)}
    assert not alike(image, plain)
    assert fonts.check(Subject(image, branded, composition)).score == 1
    assert (fonts.check(Subject(image, given, composition)).score or 0) < 1
    with pytest.raises(FontMissingError):
        compose(artwork(profile=branded), target)
