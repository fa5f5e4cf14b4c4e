"""Texts without a list: lines are seen on any ground, and judged for what they are drawn in and what they stand on."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from onbrand.compliance import Severity
from onbrand.compliance.checks import design_colours, text_calm, text_contrast
from onbrand.compliance.text_marks import marked_lines
from tests.bench.compliance.materials import Part, photographs
from tests.support.drawings import CREAM, FONTS, GREEN, answer
from tests.support.drawings import Drawing as Drawn
from tests.support.starters import PHOTOS

WORDS = "A spring filter roast, out now."
FONT = FONTS / "inter/inter-600.ttf"
BROKEN = (Severity.MAJOR, Severity.BLOCKER)


def photographed(photo: str = "coffee-sacks", veil: float = 0.75) -> Image.Image:
    """A photograph under a green veil, as designs put one under their texts."""
    with Image.open(PHOTOS[photo]) as opened:
        picture = opened.convert("RGB").resize((1080, 1080))
    return Image.blend(picture, Image.new("RGB", picture.size, GREEN), veil)


def written(picture: Image.Image, fill: str, size: int = 44, top: int = 500) -> Image.Image:
    """With a line of text, after JPEG."""
    ImageDraw.Draw(picture).text((80, top), WORDS, fill=fill, font=ImageFont.truetype(str(FONT), size))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=90)
    return Image.open(buffer).convert("RGB")


def specked(colour: str) -> Image.Image:
    """Cream with half of its cells in a colour."""
    cells = np.random.default_rng(3).random((72, 72)) < 0.5
    mask = Image.fromarray((cells * 255).astype(np.uint8)).resize((1080, 1080), Image.Resampling.NEAREST)
    picture = Image.new("RGB", (1080, 1080), CREAM)
    picture.paste(colour, (0, 0), mask)
    return picture


def judged(check: str, picture: Image.Image):
    drawing = Drawn()
    drawing.picture, drawing.is_listed = picture, False
    return answer(check, drawing)


@pytest.mark.parametrize("size", [20, 44, 90])
@pytest.mark.parametrize("photo", ["coffee-sacks", "roasted-coffee-beans", "calm-sea-horizon"])
def test_a_line_on_a_veiled_photograph_is_seen_where_it_is(photo: str, size: int) -> None:
    lines = marked_lines(written(photographed(photo), CREAM, size))
    box = next(line.box for line in lines if line.box[2] > 8 * size)
    assert box[0] == pytest.approx(80, abs=size / 5)
    assert 500 <= box[1] <= 500 + 0.5 * size
    assert 0.6 * size <= box[3] <= 1.1 * size


@pytest.mark.parametrize("photo", photographs(Part.TUNED))
def test_a_photograph_alone_has_no_line_that_is_blamed(photo: str) -> None:
    drawing = Drawn()
    with Image.open(PHOTOS[photo]) as opened:
        drawing.picture, drawing.is_listed = opened.convert("RGB").resize((1080, 1080)), False
    subject = drawing.subject()
    for module in (text_contrast, text_calm, design_colours):
        assert module.check(subject).severity not in BROKEN


@pytest.mark.parametrize(
    ("check", "fill", "severities"),
    [
        ("design_colours", CREAM, (Severity.OK,)),
        ("design_colours", "#F0A8E0", BROKEN),
        ("text_contrast", CREAM, (Severity.OK,)),
        ("text_contrast", "#5F7A6E", BROKEN),
    ],
)
def test_colour_and_contrast_of_a_seen_line_are_judged(
    check: str, fill: str, severities: tuple[Severity, ...]
) -> None:
    result = judged(check, written(photographed(veil=0.85), fill))
    assert result.severity in severities
    assert result.findings[-1].unknown, "what was not seen is said"


def test_a_ground_of_specks_as_dark_as_the_letters_is_busy() -> None:
    assert judged("text_contrast", written(specked("#4A6A5E"), GREEN)).severity in BROKEN
    assert judged("text_calm", written(specked("#4A6A5E"), GREEN)).severity in BROKEN


def test_a_picture_too_small_for_letters_has_no_lines() -> None:
    for size in ((1, 1), (3, 40), (8, 8)):
        assert marked_lines(Image.new("RGB", size, CREAM)) == ()
