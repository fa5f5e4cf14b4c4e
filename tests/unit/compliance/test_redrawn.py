"""Listed texts drawn again and laid on the strokes of a picture."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from onbrand.compliance.redrawn import OTHER, SAME, compared
from onbrand.compliance.text_ink import measure
from onbrand.compliance.told import UNLIKE, Told
from onbrand.imaging import LayerType, PlacedLayer
from onbrand.imaging.lines import Font, FontFile
from onbrand.imaging.text import PillowMeasurer, draw_line
from tests.support.fonts import font_bytes, font_files

CREAM, GREEN = "#F6EFE3", "#17382E"
LINES = ("Meet a morning", "roast, out now")
INTER, LITERATA = Font("Inter", 400), Font("Literata", 400)


def layer(size: int, lines: tuple[str, ...] = LINES, font: Font = INTER) -> PlacedLayer:
    return PlacedLayer(
        id="body", type=LayerType.TEXT, box=(40, 40, round(9.2 * size), round(2.8 * size)), colours=(GREEN,),
        text=" ".join(lines), lines=lines, font_family=font.family, font_weight=font.weight,
        font_size=float(size), line_height=1.3 * size, letter_spacing=font.spacing,
    )  # fmt: skip


@cache
def picture(
    size: int,
    lines: tuple[str, ...] = LINES,
    font: Font = INTER,
    shift: tuple[float, int] = (0, 0),
    align: float = 0,
) -> Image.Image:
    image = Image.new("RGB", (80 + round(9.2 * size), 80 + round(2.8 * size)), CREAM)
    measurer = PillowMeasurer([font.file] if font.file else ())
    for at, line in enumerate(lines):
        free = 9.2 * size - measurer.width(line, font) * size
        left, baseline = 40 + align * free + shift[0], 42 + round((0.8 + 1.3 * at) * size) + shift[1]
        draw_line(image, left, baseline, line, font, size, (0x17, 0x38, 0x2E))
    return image


def shares(
    image: Image.Image, one: PlacedLayer, others: tuple = (), fonts: tuple[FontFile, ...] = ()
) -> list[float]:
    ink = measure(image, one)
    assert ink is not None
    return [found.share for found in compared(one, ink, PillowMeasurer(fonts), others)]


@pytest.mark.parametrize("align", [0, 0.5, 1])
@pytest.mark.parametrize("size", [14, 33, 90])
def test_what_was_drawn_is_found_whatever_its_alignment(size: int, align: float) -> None:
    found = shares(picture(size, align=align), layer(size))
    assert len(found) == 2
    assert min(found) >= SAME


@settings(max_examples=20, deadline=None)
@given(st.floats(0, 20), st.integers(-8, 8))
def test_a_text_that_stands_a_little_elsewhere_is_the_same_text(across: float, down: int) -> None:
    assert min(shares(picture(56, shift=(across, down)), layer(56))) > UNLIKE


@pytest.mark.parametrize("size", [14, 33, 90])
@pytest.mark.parametrize(
    "drawn", [(("Meet a cheaper", "toast, not now"), INTER), (LINES, LITERATA), (LINES, Font("Archivo", 400))]
)
def test_other_words_and_other_families_are_others(size: int, drawn: tuple[tuple[str, ...], Font]) -> None:
    assert min(shares(picture(size, *drawn), layer(size))) < UNLIKE


def test_one_exchanged_line_is_enough() -> None:
    first, second = shares(picture(33, (LINES[0], "guaranteed!")), layer(33))
    assert first >= SAME
    assert second < OTHER


def test_spaced_letters_take_the_listed_space() -> None:
    spaced = INTER._replace(spacing=0.08)
    assert min(shares(picture(33, font=spaced), layer(33, font=spaced))) >= SAME
    assert min(shares(picture(33, font=spaced), layer(33))) < UNLIKE


def test_an_uploaded_font_is_compared_where_its_file_is_at_hand() -> None:
    files = font_files(font_bytes())
    own = Font(files[0].family, files[0].weight, file=files[0])
    image, one = picture(33, font=own), layer(33, font=own)
    assert min(shares(image, one, fonts=files)) >= SAME
    assert shares(image, one) == []


def test_letters_that_no_font_has_are_not_compared() -> None:
    assert shares(picture(33), layer(33, ("\u16a0\u16a2\u16a6", LINES[1]))) == []


def test_lines_below_another_layer_are_not_compared() -> None:
    image, one = picture(33).copy(), layer(33)
    cover = (30, 84, 330, 40)
    image.paste("#E39A55", (30, 84, 360, 124))
    assert len(shares(image, one, (cover,))) == 1
    assert min(shares(image, one, (cover,))) >= SAME


def test_a_ground_with_strokes_of_its_own_says_nothing_against_a_text() -> None:
    image = picture(33).copy()
    draw = ImageDraw.Draw(image)
    for x in range(40, 340, 9):
        draw.line([(x, 40), (x + 3, 130)], fill=GREEN, width=2)
    one = layer(33)
    ink = measure(image, one)
    assert ink is not None
    assert not Told(one, compared(one, ink, PillowMeasurer(), ())).is_contradicted
