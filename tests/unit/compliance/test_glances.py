"""Looks that are cheap on purpose tell what they have to tell."""

import numpy as np
import pytest
from PIL import Image

from onbrand.brand.colour import rgb
from onbrand.compliance.cielab import luminance
from onbrand.compliance.logo_fit import Pose, fitted, glimpsed
from onbrand.compliance.logo_shapes import rasterise
from onbrand.compliance.model import Box
from onbrand.compliance.text_ground import Region, regions
from onbrand.compliance.text_ink import measure
from tests.support.drawings import CREAM, LOGO, LOGO_BOX, Drawing, good, text

SHAPE = rasterise(LOGO)


def noise(size: tuple[int, int], seed: int) -> Image.Image:
    values = np.random.default_rng(seed).normal(120, 60, (size[1] // 6, size[0] // 6, 3))
    return Image.fromarray(values.clip(0, 255).astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)


@pytest.mark.parametrize("shift", [0.0, 3.0, -6.0])
@pytest.mark.parametrize("size", [0.93, 1.0, 1.08])
def test_a_logo_is_told_at_a_glance_near_its_place(shift: float, size: float) -> None:
    x, y, width, height = LOGO_BOX
    near = Pose(x + width / 2 + shift, y + height / 2 - shift / 2, width * size, height * size)
    assert glimpsed(good().picture, SHAPE, near) > 0.3


@pytest.mark.parametrize("seed", range(4))
def test_texture_is_no_logo_at_a_glance_nor_when_it_is_followed(seed: int) -> None:
    pose = Pose(400.0, 300.0, 200.0, 80.0)
    picture = noise((800, 600), seed)
    assert glimpsed(picture, SHAPE, pose) < 0.25
    assert fitted(picture, SHAPE, pose).score < 0.45


def test_what_is_no_logo_is_not_asked_for_its_colours() -> None:
    x, y, width, height = LOGO_BOX
    there = Pose(x + width / 2, y + height / 2, float(width), float(height))
    assert fitted(good().picture, SHAPE, there).ink is not None
    assert fitted(noise((800, 600), 1), SHAPE, Pose(400.0, 300.0, 200.0, 80.0)).ink is None


def behind(ground: Image.Image, logo: Box | None = None) -> tuple[Region, ...]:
    """What lies behind a line that stands on a ground, and so far as no logo does."""
    drawing = Drawing()
    drawing.picture.paste(ground)
    drawing.write(text("line", (60, 300, 700, 50), "Written on a photograph", 40))
    line = text("line", (40, 290, 720, 70), "Written on a photograph", 40)
    ink = measure(drawing.picture, line)
    assert ink is not None
    return regions(line, ink, logo)


def test_a_sample_of_a_ground_tells_its_darkest_and_lightest_parts() -> None:
    pixels = np.full((1080, 1080, 3), rgb(CREAM), dtype=np.uint8)
    pixels[:, 400:] = (200, 180, 160)
    found = behind(Image.fromarray(pixels))
    lightest, darkest = luminance(np.array([rgb(CREAM), (200, 180, 160)]))
    assert min(one.quarter for one in found) == pytest.approx(darkest, abs=1e-3)
    assert max(one.three_quarters for one in found) == pytest.approx(lightest, abs=1e-3)


def test_the_little_ground_that_a_logo_leaves_is_looked_at_pixel_by_pixel() -> None:
    ground = Image.new("RGB", (1080, 1080), CREAM)
    left = behind(ground, logo=(0, 0, 1080, 359))  # all but the last row, which no sample is taken from
    assert left
    assert [one.half for one in left] == pytest.approx(
        [luminance(np.array(rgb(CREAM)))] * len(left), abs=1e-3
    )
    assert behind(ground, logo=(0, 0, 1080, 1080)) == ()
