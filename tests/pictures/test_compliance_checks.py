"""Each check with a picture that passes it and one that does not: drawn here, so that the right answer is
known."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from onbrand.brand.profile import LogoVariant
from onbrand.compliance import Severity
from onbrand.compliance.judge import judge
from onbrand.compliance.subject import Subject
from onbrand.imaging import LayerType, LogoFile, PlacedLayer
from onbrand.imaging.logo import drawn
from tests.support.drawings import (
    BODY_BOX,
    CREAM,
    GREEN,
    HEADING_BOX,
    LOGO,
    LOGO_BOX,
    Drawing,
    answer,
    good,
    profile,
    text,
)


def test_good_drawing_has_no_finding():
    verdict = judge(good().subject(typography={"heading_case": "sentence"}))
    assert [one.message for one in verdict.findings if one.severity is not Severity.OK] == []
    assert {one.check for one in verdict.findings if one.score is None} == UNRULED | UNTOLD


UNRULED = {
    *("palette_proportions", "forbidden_colours", "forbidden_words", "disclaimers", "tone"),
    *("alignment", "mandatory", "focal_cover", "line_spacing", "logo_current"),
}
"""The brand has no rule for these, or the drawing neither photograph nor text of several lines."""
UNTOLD = {"file_size", "file_format", "caption_length", "alt_text", "text_alternative"}
"""Only the pixels and their layers were given."""


def recoloured(pixels: Image.Image) -> Image.Image:
    red, green, blue, alpha = pixels.split()
    return Image.merge("RGBA", (blue, red, green, alpha))


def busy() -> Drawing:
    """A body text over stripes, half of them as dark as the letters."""
    drawing = Drawing().logo()
    for x in range(0, 1080, 60):
        drawing.picture.paste("#3C5F52", (x, 540, x + 30, 620))
    return drawing.write(text("body", BODY_BOX, "A spring filter roast, out now.", 32))


BROKEN = {
    "off-palette ground": ("design_colours", lambda: Drawing("#D0E8F8").logo().texts()),
    "off-palette letters": (
        "design_colours",
        lambda: Drawing().write(text("heading", HEADING_BOX, "Meet Morning", 80, "heading"), fill="#A01060"),
    ),
    "foreign picture colours": ("picture_colours", lambda: Drawing("#2040FF").logo()),
    "pale letters": (
        "text_contrast",
        lambda: Drawing().write(
            text("body", BODY_BOX, "A spring filter roast, out now.", 32, colours=("#CFC6B4",)),
            fill="#CFC6B4",
        ),
    ),
    "busy ground": ("text_contrast", busy),
    "recoloured logo": ("logo_colours", lambda: Drawing().logo(changed=recoloured)),
    "missing logo": ("logo_presence", lambda: Drawing().texts()),
    "small logo": ("logo_size", lambda: Drawing().logo((60, 60, 70, 28))),
    "huge logo": ("logo_size", lambda: Drawing().logo((60, 60, 900, 360))),
    "crowded logo": (
        "logo_clear_space",
        lambda: Drawing().logo().write(text("body", (64, 143, 400, 30), "roasted in the north", 26)),
    ),
    "drawn upon logo space": ("logo_clear_space", lambda: lined(Drawing().logo())),
    "foreign family": (
        "fonts",
        lambda: Drawing().write(text("body", BODY_BOX, "A spring roast", 32, font_family="Archivo")),
    ),
    "missing text": ("text_presence", lambda: listed_only()),
    "tiny text": (
        "text_size",
        lambda: Drawing().write(text("body", BODY_BOX, "A spring filter roast, out now.", 32), size=9),
    ),
    "flat hierarchy": (
        "text_hierarchy",
        lambda: (
            Drawing()
            .write(text("heading", HEADING_BOX, "Meet Morning", 34, "heading"))
            .write(text("body", BODY_BOX, "A spring filter roast, out now.", 32))
        ),
    ),
    "logo in the margin": ("margins", lambda: Drawing().logo((4, 60, 200, 80))),
    "text on the logo": (
        "overlaps",
        lambda: Drawing().logo().write(text("body", (60, 80, 400, 60), "Over it", 44)),
    ),
    "text on a face": ("overlaps", lambda: portrait()),
    "logo elsewhere": ("as_listed", lambda: Drawing().logo((700, 800, 200, 80), listed=LOGO_BOX)),
    "too much text": (
        "text_cover",
        lambda: Drawing().write(text("body", (0, 0, 1080, 900), "A spring filter roast", 60)),
    ),
    "no room": (
        "whitespace",
        lambda: Drawing().write(text("body", (0, 0, 1080, 1000), "A spring filter roast", 60)),
    ),
}


def portrait() -> Drawing:
    """A text over the brow of a face that a detector found."""
    drawing = Drawing()
    faces = ((300, 380, 200, 300),)
    drawing.layers.append(PlacedLayer(id="photo", type=LayerType.PHOTO, box=(0, 0, 1080, 1080), faces=faces))
    return drawing.write(text("heading", HEADING_BOX, "Meet Morning", 80, "heading"))


def lined(drawing: Drawing) -> Drawing:
    ImageDraw.Draw(drawing.picture).rectangle((44, 144, 280, 152), fill=GREEN)
    return drawing


def listed_only() -> Drawing:
    drawing = Drawing()
    drawing.layers.append(text("body", BODY_BOX, "A spring filter roast, out now.", 32))
    return drawing


@pytest.mark.parametrize("case", BROKEN)
def test_broken_rule_is_found(case):
    check, draw = BROKEN[case]
    result = answer(check, draw())
    assert result.score < 0.7
    assert result.severity is not Severity.OK


@pytest.mark.parametrize("check", sorted({check for check, _ in BROKEN.values()}))
def test_kept_rule_is_not(check):
    result = answer(check, good())
    assert result.score >= 0.95
    assert result.severity is Severity.OK


def test_platform_hides_what_lies_outside_its_safe_zone():
    story = good()
    story.placement_id = "instagram_story"
    tall = Image.new("RGB", (1080, 1920), CREAM)
    tall.paste(story.picture)
    story.picture = tall
    assert answer("safe_zones", good()).score == 1.0
    assert answer("safe_zones", story).score == 0.0


def test_a_text_that_fades_into_its_ground_is_hidden_where_its_list_puts_it():
    for top, score in ((500, 1.0), (1800, 0.0)):
        faded = Drawing()
        faded.placement_id = "instagram_story"
        faded.picture = Image.new("RGB", (1080, 1920), CREAM)
        faded.layers = [text("heading", (80, top, 500, 90), "Meet Morning", 80, "heading")]
        assert answer("safe_zones", faded).score == score


@pytest.mark.parametrize(("allowed", "score"), [("top_left", 1.0), ("bottom_right", 0.0)])
def test_logo_stands_where_the_brand_allows(allowed, score):
    assert answer("logo_position", good(), logo={"positions": [allowed]}).score == score


@pytest.mark.parametrize(
    ("words", "rule", "score"),
    [
        ("Meet it", "upper", 0.0),
        ("MEET IT", "upper", 1.0),
        ("MEET IT", "sentence", 0.0),
        ("Meet it", "sentence", 1.0),
    ],
)
def test_case_of_the_heading(words, rule, score):
    drawing = Drawing().write(text("heading", HEADING_BOX, words, 80, "heading"))
    assert answer("text_case", drawing, typography={"heading_case": rule}).score == score


def test_message_is_a_sentence_for_a_marketer():
    finding = answer("logo_size", Drawing().logo((60, 60, 70, 28))).findings[0]
    assert finding.message == "The logo is 6.5 % of the shorter side; the brand asks for at least 10 %."
    assert finding.box[2:] == (70, 28)


@pytest.mark.parametrize("size", [24, 40, 96])
def test_size_of_letters_is_measured_not_believed(size):
    drawing = Drawing().write(text("body", (60, 300, 900, 150), "Morning light", 60), size=size)
    ink = drawing.subject().texts[0][1]
    assert ink.size == pytest.approx(size, rel=0.12)


@pytest.mark.parametrize("scale", [0.15, 0.25, 0.5])
def test_logo_is_found_at_any_size_on_a_noisy_picture(scale):
    noise = np.random.default_rng(3).normal(128, 30, (270, 270, 3)).clip(0, 255).astype(np.uint8)
    picture = Image.fromarray(noise).resize((1080, 1080), Image.Resampling.BICUBIC)
    width = round(1080 * scale)
    pixels = drawn(LOGO, width, round(width * 0.4))
    picture.paste(Image.new("RGB", pixels.size, CREAM), (500, 300))
    picture.paste(pixels, (500, 300), pixels)
    found = Subject(picture, profile(), logos=(LOGO,)).logo
    assert found.box == pytest.approx((500, 300, *pixels.size), abs=0.06 * width)


def test_png_logo_is_found_too():
    buffer = io.BytesIO()
    drawn(LOGO, 400, 160).save(buffer, "PNG")
    drawing = good()
    drawing.logos = (LogoFile(LogoVariant.FULL, buffer.getvalue(), "image/png"),)
    assert answer("logo_presence", drawing).score == 1.0


def test_logo_larger_than_the_picture_is_not_found():
    subject = Subject(Image.new("RGB", (30, 30), CREAM), profile(), logos=(LOGO,))
    assert subject.logo is None


def test_brand_without_logos_has_nothing_to_judge():
    drawing = good()
    drawing.logos = ()
    assert judge(drawing.subject()).components.logo is None
