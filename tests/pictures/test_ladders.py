"""A worse fault never looks better: what used to rise on the way from mild to strong."""

import io
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw

from onbrand.brand.colour import contrast_ratio
from onbrand.brand.profile import LogoVariant
from onbrand.compliance import ReadText, Severity
from onbrand.compliance.checks import CHECKS, RULES
from onbrand.compliance.judge import judge
from onbrand.compliance.subject import Subject
from onbrand.imaging import LayerType, LogoFile, PlacedLayer
from onbrand.imaging.logo import drawn
from tests.bench.compliance.materials import brand
from tests.support.drawings import (
    BODY_BOX,
    COPPER,
    CREAM,
    GREEN,
    HEADING_BOX,
    LOGO,
    Drawing,
    answer,
    profile,
    text,
)

WORDS = "A spring filter roast, out now."
BROKEN = (Severity.MAJOR, Severity.BLOCKER)


def mixed(one: str, other: str, share: float) -> str:
    """A colour on the way from one to another."""
    channels = (
        round(int(one[at : at + 2], 16) * (1 - share) + int(other[at : at + 2], 16) * share)
        for at in (1, 3, 5)
    )
    return "#{:02X}{:02X}{:02X}".format(*channels)


def with_logo(
    width: int, ground: str = CREAM, quality: int = 90, logo: LogoFile = LOGO, **also: object
) -> Subject:
    """A small or large logo, after JPEG with halved chroma."""
    picture = Image.new("RGB", (1080, 1080), ground)
    pixels = drawn(logo, width, round(width * 0.4))
    picture.paste(pixels, (300, 300), pixels)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return Subject(Image.open(buffer).convert("RGB"), profile(), logos=(LOGO,))


def checked(check: str, subject: Subject):
    return CHECKS[[rule.check for rule in RULES].index(check)](subject)


@pytest.mark.parametrize("width", [220, 120, 70, 48])
def test_a_logo_keeps_its_colours_however_small_it_is(width: int) -> None:
    assert checked("logo_colours", with_logo(width)).severity not in BROKEN


@pytest.mark.parametrize("width", [220, 120, 70])
def test_a_small_logo_in_other_colours_is_found(width: int) -> None:
    purple = LOGO.data.replace(GREEN.encode(), b"#5A2A8C")
    subject = with_logo(width, logo=LogoFile(LOGO.variant, purple, LOGO.content_type))
    assert checked("logo_colours", subject).severity in BROKEN


GROUNDS = [(CREAM, True), ("#8FA59A", True), ("#4F6A60", False), ("#2A4A40", False)]


@pytest.mark.parametrize(("ground", "stands_out"), GROUNDS)
def test_a_logo_has_to_stand_out_from_its_ground(ground: str, stands_out: bool) -> None:
    result = checked("logo_contrast", with_logo(220, ground))
    assert (result.severity is Severity.OK) is stands_out
    assert result.findings[0].measured == pytest.approx(contrast_ratio(GREEN, ground), rel=0.12)


def test_less_contrast_of_a_logo_never_scores_higher() -> None:
    scores = [
        checked("logo_contrast", with_logo(220, mixed(CREAM, GREEN, share / 10))).score for share in range(10)
    ]
    assert scores[0] == 1.0
    assert scores[-1] < 0.25
    assert all(worse <= better for better, worse in pairwise(scores))


def test_letters_that_fade_into_a_brand_colour_do_not_become_it() -> None:
    scores = []
    for share in (0.0, 0.3, 0.6, 0.8):
        colour = mixed(GREEN, CREAM, share)
        drawing = Drawing().write(text("body", BODY_BOX, WORDS, 32, colours=(colour,)), fill=colour)
        scores.append(answer("design_colours", drawing).findings[-1].score)
    assert scores[0] == 1.0
    assert all(worse <= better for better, worse in pairwise(scores))


def test_specks_near_the_letters_colour_are_their_ground() -> None:
    contrasts = []
    for share in (0.3, 0.6, 0.85):
        drawing = Drawing()
        specks = np.random.default_rng(5).random((12, 80)) < 0.5
        mask = Image.fromarray((specks * 255).astype(np.uint8)).resize((960, 144), Image.Resampling.NEAREST)
        drawing.picture.paste(mixed(CREAM, GREEN, share), (0, 500), mask)
        drawing.write(text("body", BODY_BOX, WORDS, 32))
        contrasts.append(answer("text_contrast", drawing).findings[0].measured)
    assert all(worse < better for better, worse in pairwise(contrasts))
    assert contrasts[-1] < 2


def test_texts_on_each_other_are_judged_for_that_alone() -> None:
    drawing = (
        Drawing()
        .texts()
        .write(text("second", (60, 410, 560, 90), "Written upon", 80, colours=(COPPER,)), fill=COPPER)
    )
    subject = drawing.subject()
    assert {layer.id for layer in subject.crossed} == {"heading", "second"}
    assert answer("overlaps", drawing).severity in BROKEN
    assert answer("design_colours", drawing).severity is Severity.OK
    contrast = answer("text_contrast", drawing)
    assert contrast.severity is Severity.OK
    assert "'heading', 'second'" in contrast.findings[-1].message
    assert contrast.findings[-1].unknown


def test_a_picture_of_crossed_texts_only_cannot_be_judged_for_contrast() -> None:
    drawing = Drawing().write(text("one", HEADING_BOX, "Meet Morning", 80, "heading"))
    drawing.write(text("two", HEADING_BOX, "Meet Evening", 80, "heading"))
    result = answer("text_contrast", drawing)
    assert result.score is None
    assert result.findings[0].unknown


def test_a_surface_off_the_palette_is_told_the_brands_nearest_colour() -> None:
    drawing = Drawing()
    drawing.picture.paste("#E39AA5", (0, 540, 1080, 1080))
    drawing.layers.append(
        PlacedLayer(id="panel", type=LayerType.SHAPE, box=(0, 540, 1080, 540), colours=("#E39AA5",))
    )
    (found,) = (one for one in answer("design_colours", drawing).findings if "panel" in one.message)
    assert found.severity in BROKEN
    assert (found.measured, found.expected) == ("#E39AA5", COPPER)
    assert "nearest of the brand is copper" in found.message


WIDE = LogoFile(
    LOGO.variant,
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 540 100"><circle cx="50" cy="50" r="46" fill="#17382E"/>'
    b'<path d="M130 20V80M130 20L190 80M190 20V80M230 20V80H280M310 20V80M310 50H350M350 20V80M380 80L405 20L430 80'
    b'M470 20V80M450 20H530" stroke="#17382E" stroke-width="11" fill="none"/></svg>',
    "image/svg+xml",
)


@pytest.mark.parametrize("share", [1.0, 0.85, 1.18])
def test_a_wide_logo_is_found_a_second_time(share: float) -> None:
    picture = Image.new("RGB", (1080, 1080), CREAM)
    for size, at in ((300, (100, 100)), (round(300 * share), (500, 800))):
        pixels = drawn(WIDE, size, round(size * 100 / 540))
        picture.paste(pixels, at, pixels)
    subject = Subject(picture, profile(), logos=(WIDE,))
    assert checked("logo_single", subject).severity in BROKEN
    ImageDraw.Draw(picture).rectangle((480, 780, 1000, 1000), fill=CREAM)
    assert checked("logo_single", Subject(picture, profile(), logos=(WIDE,))).severity is Severity.OK


def test_a_second_logo_that_the_list_names_is_found_at_any_size() -> None:
    drawing = Drawing().logo().logo((800, 900, 64, 26))
    assert answer("logo_single", drawing).severity in BROKEN
    assert judge(Drawing().logo().subject()).components.logo == 1.0


def test_a_logo_is_found_in_a_variant_that_colours_other_areas() -> None:
    """In the full variant mark and word have one colour, in the light one each has its own."""
    design, logos = brand("halden")
    full, inverse = (
        next(one for one in logos if one.variant is kind) for kind in (LogoVariant.FULL, LogoVariant.INVERSE)
    )
    picture = Image.new("RGB", (1080, 1080), design.palette[0].hex)
    pixels = drawn(inverse, 302, 74)
    picture.paste(pixels, (300, 300), pixels)
    subject = Subject(picture, design, logos=(full, inverse))
    assert checked("logo_presence", subject).severity is Severity.OK
    assert checked("logo_colours", subject).severity is Severity.OK
    assert checked("logo_presence", Subject(picture, design, logos=(full,))).severity in BROKEN


def test_letters_that_nobody_can_see_gain_nothing_by_a_line_that_crosses_them() -> None:
    scores = []
    for ground, cords in ((CREAM, ()), (GREEN, ()), (GREEN, (90, 240))):
        drawing = Drawing()
        drawing.picture.paste(ground, (0, 360, 1080, 520))
        for x in cords:
            ImageDraw.Draw(drawing.picture).line((x, 380, x + 60, 510), fill=CREAM, width=7)
        drawing.texts()
        scores.append(answer("text_contrast", drawing).score)
    assert scores == [1.0, 0.0, 0.0]


def test_a_text_that_is_there_in_part_on_a_good_ground_is_no_fault_of_its_contrast() -> None:
    drawing = Drawing().write(text("heading", HEADING_BOX, "Meet Morning", 80, "heading"), size=20)
    drawing.write(text("body", BODY_BOX, WORDS, 32))
    assert answer("text_presence", drawing).severity in BROKEN
    assert answer("text_contrast", drawing).severity is Severity.OK


def test_a_listed_text_that_is_not_there_is_not_drawn_as_listed() -> None:
    drawing = Drawing().write(text("body", BODY_BOX, WORDS, 32))
    assert answer("text_as_drawn", drawing).score == 1.0
    drawing.layers.append(text("heading", HEADING_BOX, "Meet Morning", 80, "heading"))
    result = answer("text_as_drawn", drawing)
    assert (result.score, result.severity) == (0.0, Severity.BLOCKER)
    assert result.findings[-1].message == (
        "Of the strokes of the text 'heading' 0 % are on the picture: it is not drawn as the layer list says."
    )
    drawing.read = (ReadText(words="Meet Morning", box=HEADING_BOX),)
    assert answer("text_as_drawn", drawing).score == 1.0  # somebody could read it there all the same


def test_letters_of_another_size_are_never_more_like_the_listed_text() -> None:
    scores = []
    for size in (80, 64, 50, 40, 30, 20, 12):
        drawing = Drawing().write(text("heading", HEADING_BOX, "Meet Morning", 80, "heading"), size=size)
        drawing.write(text("body", BODY_BOX, WORDS, 32))
        scores.append(answer("text_as_drawn", drawing).score)
    assert scores[0] == 1.0
    assert all(worse <= better for better, worse in pairwise(scores))
    assert scores[-1] == 0.0


@pytest.mark.parametrize("words", ["guaranteed", "Guaranteed", "GUARANTEED"])
@pytest.mark.parametrize("role", ["heading", "body"])
def test_a_text_has_the_ink_of_its_letters_be_they_capitals_or_not(words: str, role: str) -> None:
    drawing = Drawing().write(text("one", (60, 300, 900, 66), words, 60, role))
    ((_, ink),) = drawing.subject().texts
    assert ink is not None
    assert ink.cover == pytest.approx(1.0, abs=0.12)
