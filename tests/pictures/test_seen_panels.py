"""Surfaces without a list: what is painted is told from paper, backdrops and veils, also when it is as small as a button."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from onbrand.compliance import Severity
from onbrand.compliance.checks import design_colours
from onbrand.compliance.flats import flats
from onbrand.compliance.panels import Panel, panels
from onbrand.compliance.subject import Subject
from onbrand.compliance.text_marks import marked_lines
from tests.bench.compliance.materials import Part, photographs
from tests.support.drawings import CREAM, FONTS, GREEN, Drawing
from tests.support.starters import PHOTOS

FONT = FONTS / "inter/inter-600.ttf"
BUTTON = (300, 700, 520, 110)
FOREIGN = "#C06030"


def photographed(photo: str) -> Image.Image:
    with Image.open(PHOTOS[photo]) as opened:
        return opened.convert("RGB").resize((1080, 1080))


def button(picture: Image.Image, fill: str, radius: int = 0, size: int = 44) -> Image.Image:
    """With a button as a design draws one."""
    x, y, width, height = BUTTON
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((x, y, x + width - 1, y + height - 1), radius, fill=fill)
    font = ImageFont.truetype(str(FONT), size)
    pen.text((x + width / 2, y + height / 2), "Come by on Saturday", fill=GREEN, font=font, anchor="mm")
    return picture


def stored(picture: Image.Image, quality: int = 90) -> Image.Image:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer).convert("RGB")


def noisy(picture: Image.Image, amount: float) -> Image.Image:
    pixels = np.asarray(picture).astype(float)
    grain = np.random.default_rng(5).normal(0, amount, (*pixels.shape[:2], 1))
    return Image.fromarray(np.clip(pixels + grain, 0, 255).astype(np.uint8))


def subject(picture: Image.Image) -> Subject:
    drawing = Drawing()
    drawing.picture, drawing.is_listed = picture, False
    return drawing.subject()


def found(picture: Image.Image) -> tuple[Panel, ...]:
    seen = subject(picture)
    return panels(seen.opaque, seen.flats, [(layer, ink) for layer, ink in seen.texts if ink])


@pytest.mark.parametrize("radius", [0, 24, 55])
@pytest.mark.parametrize("photo", ["coffee-sacks", "barista-at-counter", "calm-sea-horizon"])
def test_a_button_on_a_photograph_is_found_by_its_letters(photo: str, radius: int) -> None:
    (panel,) = found(stored(button(photographed(photo), FOREIGN, radius)))
    assert panel.box == pytest.approx(BUTTON, abs=14)
    assert panel.colour.tolist() == pytest.approx([0xC0, 0x60, 0x30], abs=3)


@pytest.mark.parametrize(("fill", "is_blamed"), [(FOREIGN, True), (CREAM, False)])
def test_a_button_s_colour_is_judged(fill: str, is_blamed: bool) -> None:
    result = design_colours.check(subject(stored(button(photographed("coffee-sacks"), fill))))
    blamed = [one for one in result.findings if one.severity in (Severity.MAJOR, Severity.BLOCKER)]
    assert bool(blamed) is is_blamed
    if is_blamed:
        assert "The even ground behind the text" in blamed[0].message
        assert blamed[0].box == pytest.approx(BUTTON, abs=14)


@pytest.mark.parametrize("photo", photographs(Part.TUNED))
def test_letters_on_a_veiled_photograph_stand_on_no_button(photo: str) -> None:
    picture = Image.blend(photographed(photo), Image.new("RGB", (1080, 1080), GREEN), 0.7)
    pen = ImageDraw.Draw(picture)
    for top, words in (
        (480, "A spring filter roast,"),
        (540, "out now, in every shop"),
        (640, "Come by on Saturday"),
    ):
        pen.text((80, top), words, fill=CREAM, font=ImageFont.truetype(str(FONT), 48))
    assert not [panel for panel in found(stored(picture)) if panel.behind]


@pytest.mark.parametrize("quality", [60, 75, 90])
def test_a_painted_panel_is_even_after_jpeg(quality: int) -> None:
    picture = photographed("coffee-sacks")
    picture.paste(FOREIGN, (0, 700, 1080, 1080))
    (panel,) = found(stored(picture, quality))
    assert panel.share == pytest.approx(380 / 1080, abs=0.03)


@pytest.mark.parametrize("grain", [1.5, 3.0])
def test_photographed_paper_is_no_panel(grain: float) -> None:
    """One colour to the eye, yet its pixels spread around it: also in a reduced copy, as paper has light and shade."""
    ramp = np.linspace(-3, 3, 1080)[None, :, None] + np.array([64, 176, 184])
    paper = Image.fromarray(np.broadcast_to(ramp, (1080, 1080, 3)).round().astype(np.uint8))
    assert found(stored(noisy(paper, grain))) == ()


@pytest.mark.parametrize("backdrop", ["#FFFFFF", "#000000"])
def test_an_overexposed_backdrop_is_no_panel(backdrop: str) -> None:
    picture = photographed("coffee-sacks")
    picture.paste(backdrop, (0, 300, 1080, 1080))
    assert flats(subject(picture).overview).shares[0] > 0.6, "it is even"
    assert found(picture) == ()


@pytest.mark.parametrize("veil", [0.0, 0.6, 0.75])
def test_print_on_a_photograph_is_no_design_s_text(veil: float) -> None:
    """A camera sees ink of many shades."""
    picture = Image.new("RGB", (1080, 1080), "#B8AE9C")
    pen = ImageDraw.Draw(picture)
    for top, words in ((300, "ARABICA BEANS"), (460, "PRODUCT OF PERU")):
        pen.text((120, top), words, fill="#5A4A3A", font=ImageFont.truetype(str(FONT), 90))
    seen = Image.blend(noisy(picture, 30), Image.new("RGB", picture.size, GREEN), veil)
    assert marked_lines(stored(seen)) == ()
    assert marked_lines(stored(Image.blend(picture, Image.new("RGB", picture.size, GREEN), veil)))


def test_small_lines_close_together_are_told_apart() -> None:
    picture = Image.new("RGB", (1080, 1080), CREAM)
    pen = ImageDraw.Draw(picture)
    for top, words in ((500, "on every filter"), (529, "coffees, daily")):
        pen.text((440, top), words, fill=GREEN, font=ImageFont.truetype(str(FONT), 30))
    heights = [layer.box[3] for layer, _ in subject(stored(picture)).texts]
    assert len(heights) == 2
    assert max(heights) < 50


def test_a_hairline_is_no_line_of_text() -> None:
    picture = Image.new("RGB", (1080, 1080), CREAM)
    pen = ImageDraw.Draw(picture)
    for x in range(100, 900, 40):
        pen.rectangle((x, 500, x + 22, 501), fill=GREEN)
    assert subject(stored(picture)).texts == ()
