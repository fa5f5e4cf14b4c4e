"""A logo that was stretched, turned, recoloured, replaced or doubled is found and named, with and without a list."""

import pytest
from PIL import Image, ImageDraw, ImageOps

from onbrand.brand.profile import LogoVariant
from onbrand.compliance.checks import CHECKS, RULES
from onbrand.compliance.subject import Subject
from onbrand.imaging import LogoFile
from onbrand.imaging.logo import drawn
from tests.support.drawings import CREAM, GREEN, LOGO, answered, profile

FORMER = LogoFile(
    LogoVariant.FULL,
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80"><rect width="80" height="80" rx="12" '
    b'fill="#17382E"/><path d="M20 60L40 16L60 60Z" fill="#E39A55"/><path d="M100 16H190V30H152V64H138V30H100Z" '
    b'fill="#17382E"/></svg>',
    "image/svg+xml",
)


def with_logo(size=(200, 80), at=(400, 300), angle=0.0, logo=LOGO) -> Image.Image:
    picture = Image.new("RGB", (1080, 1080), CREAM)
    pixels = drawn(logo, *size)
    if angle:
        pixels = pixels.rotate(-angle, Image.Resampling.BICUBIC, expand=True)
    picture.paste(pixels, at, pixels)
    return picture


def answer(check: str, picture: Image.Image):
    subject = Subject(picture, profile(), logos=(LOGO,), former_logos=(FORMER,))
    return CHECKS[[rule.check for rule in RULES].index(check)](subject)


def doubled() -> Image.Image:
    picture = with_logo()
    pixels = drawn(LOGO, 180, 72)
    picture.paste(pixels, (700, 800), pixels)
    return picture


def crowded() -> Image.Image:
    picture = with_logo()
    ImageDraw.Draw(picture).rectangle((400, 385, 600, 391), fill=GREEN)
    return picture


BROKEN = {
    "logo_proportions": lambda: with_logo(size=(240, 80)),
    "logo_rotation": lambda: with_logo(angle=4),
    "logo_single": doubled,
    "logo_clear_space": crowded,
    "logo_current": lambda: with_logo(logo=FORMER),
}


@pytest.mark.parametrize("check", BROKEN)
def test_broken_logo_rule_is_found_without_a_list(check):
    result = answer(check, BROKEN[check]())
    assert result.score < 0.7
    assert result.findings[0].box is not None


@pytest.mark.parametrize("check", BROKEN)
def test_logo_as_it_should_be_breaks_none(check):
    assert answer(check, with_logo()).score == 1.0


def test_a_small_logo_is_found_behind_larger_things_that_are_like_it():
    picture, down = with_logo(size=(60, 24), at=(60, 40)), 120
    for width in (90, 120, 150, 180, 210, 260):
        mirrored = ImageOps.mirror(drawn(LOGO, width, round(0.4 * width)))
        picture.paste(mirrored, (300, down), mirrored)
        down += mirrored.height + 16
    (finding,) = answer("logo_presence", picture).findings
    assert finding.score == 1.0
    assert finding.box == pytest.approx((60, 40, 60, 24), abs=1)


def test_turn_is_measured_in_degrees():
    for angle in (-6.0, 2.0, 5.0):
        assert answer("logo_rotation", with_logo(angle=angle)).findings[0].measured == pytest.approx(
            angle, abs=0.4
        )


def test_stretch_is_measured():
    assert answer("logo_proportions", with_logo(size=(240, 80))).findings[0].measured == pytest.approx(
        3.0, rel=0.02
    )


def test_picture_without_a_logo_has_none_found():
    subject = Subject(Image.new("RGB", (500, 500), CREAM), profile(), logos=(LOGO,), former_logos=(FORMER,))
    assert subject.logo is None
    assert subject.second_logo is None


def clear_space(width: int, gap: int):
    """Of a logo of this width with a line so many pixels below it; the brand asks for 270 pixels and a quarter of the
    height."""
    picture = with_logo(size=(width, round(0.4 * width)))
    below = 300 + round(0.4 * width) + gap
    ImageDraw.Draw(picture).rectangle((400, below, 400 + width, below + 8), fill=GREEN)
    return answered("logo_clear_space", Subject(picture, profile(logo={"minimum_size": 0.25}), logos=(LOGO,)))


def test_a_logo_gains_no_clear_space_by_being_too_small():
    scores = [clear_space(width, 13).score for width in (270, 240, 200, 150, 110)]
    assert scores[0] < 0.7
    assert max(scores) <= scores[0] + 0.03


def test_a_logo_that_is_too_small_is_told_the_space_of_the_smallest_allowed():
    crowded, free = clear_space(120, 13), clear_space(120, 32)
    assert (
        "of the height of the smallest logo that the brand allows away from it" in crowded.findings[0].message
    )
    assert crowded.score < 0.7
    assert free.score == 1.0
    assert clear_space(280, 32).findings[0].message == (
        "The space around the logo is empty for 25 % of the logo's height."
    )
