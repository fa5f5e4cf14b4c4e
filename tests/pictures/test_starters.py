"""The starter templates on all core placements with all photographs, judged against boxes that a person drew."""

import io

import numpy as np
import pytest
from PIL import Image

from onbrand.brand.colour import relative_luminance
from onbrand.brand.layers import LogoLayer, TextLayer
from onbrand.brand.starters import starter_templates
from onbrand.imaging.canvas import Canvas
from onbrand.imaging.geometry import Rect
from onbrand.imaging.resize import Pyramid
from onbrand.placement import CORE_PLACEMENTS, placement
from tests.support.starters import BRANDS, PHOTOS, brand, content, laid_out, marks, starter_artwork

TARGETS = [placement(one) for one in CORE_PLACEMENTS]
LARGE = 0.04
CELL = 16


def crop_of(boxes):
    (place,) = (placed.photo for placed in boxes if placed.photo)
    return place


def share_inside(mark, place, size):
    left, top, width, height = place.crop
    x = max(0.0, min(mark[2] * size[0], left + width) - max(mark[0] * size[0], left))
    y = max(0.0, min(mark[3] * size[1], top + height) - max(mark[1] * size[1], top))
    return x * y / ((mark[2] - mark[0]) * size[0] * (mark[3] - mark[1]) * size[1])


def on_canvas(mark, place, size):
    left, top = place.crop[:2]
    x, y = (
        place.box.x + (mark[0] * size[0] - left) * place.scale,
        place.box.y + (mark[1] * size[1] - top) * place.scale,
    )
    width, height = (mark[2] - mark[0]) * size[0], (mark[3] - mark[1]) * size[1]
    return Rect(round(x), round(y), round(width * place.scale), round(height * place.scale)).cut(place.box)


@pytest.mark.parametrize("brand_name", BRANDS)
@pytest.mark.parametrize("template", starter_templates())
def test_subjects_are_whole_and_faces_clear_on_every_placement(template, brand_name):
    cut, covered = [], []
    for photo in PHOTOS:
        given = content(photo, template, brand_name)
        for target in TARGETS:
            boxes = laid_out(template, target, given)
            place = crop_of(boxes)
            for mark in (marks()[photo].focal, *marks()[photo].faces):
                share = share_inside(mark, place, given.photo)
                if share < 0.98:
                    cut.append((photo, target.id, round(share, 3)))
            for mark in marks()[photo].faces:
                face = on_canvas(mark, place, given.photo)
                covered += [
                    (photo, target.id, placed.layer.id)
                    for placed in boxes
                    if placed.flowed and face.overlaps(placed.flowed.pill or placed.box)
                ]
    assert not cut
    assert not covered


def grounds(template, photo, brand_name):
    """Each placement's canvas without texts and logos, and the boxes that stand on it."""
    artwork, given = starter_artwork(photo, template, brand_name), content(photo, template, brand_name)
    with Image.open(io.BytesIO(artwork.photo)) as image:
        pyramid = Pyramid(image.convert("RGB"), image.size)
    for target in TARGETS:
        boxes = laid_out(template, target, given)
        if not (crop_of(boxes).full and any(placed.layer.type == "scrim" for placed in boxes)):
            continue
        canvas = Canvas(artwork, target, pyramid)
        for placed in boxes:
            if not isinstance(placed.layer, TextLayer | LogoLayer):
                canvas.draw(placed)
        yield target, boxes, np.asarray(canvas.image, dtype=np.float32) / 255


def worst_contrast(pixels, box, colour):
    """The contrast of a colour with the worst of the cells that a box is made of."""
    part = pixels[box.y : box.bottom, box.x : box.right]
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    light = linear @ np.array([0.2126, 0.7152, 0.0722])
    own = relative_luminance(colour)
    cells = [
        light[y : y + CELL, x : x + CELL].mean()
        for y in range(0, light.shape[0], CELL)
        for x in range(0, light.shape[1], CELL)
    ]
    return min((max(own, one) + 0.05) / (min(own, one) + 0.05) for one in cells)


@pytest.mark.parametrize("brand_name", BRANDS)
@pytest.mark.parametrize("template", ["quote", "product_launch"])
def test_texts_over_photographs_read_in_their_worst_places(template, brand_name):
    profile, _ = brand(brand_name)
    seen, weak = 0, []
    for photo in PHOTOS:
        for target, boxes, pixels in grounds(template, photo, brand_name):
            seen += 1
            for placed in boxes:
                # the quotation mark is an ornament
                # and a button brings its own ground
                if not isinstance(placed.layer, TextLayer) or placed.layer.id == "mark" or placed.flowed.pill:
                    continue
                needed = 3.0 if placed.flowed.text.size >= LARGE * min(target.width, target.height) else 4.5
                contrast = worst_contrast(pixels, placed.box, profile.colour(placed.layer.colour))
                if contrast < needed:
                    weak.append((photo, target.id, placed.layer.id, round(float(contrast), 2)))
    assert seen >= 14
    assert not weak


@pytest.mark.parametrize("brand_name", BRANDS)
def test_texts_on_plain_grounds_read(brand_name):
    profile, _ = brand(brand_name)
    for ground in ("primary", "accent", "background"):
        own, under = profile.colour(f"on_{ground}"), profile.colour(ground)
        light, dark = sorted((relative_luminance(own), relative_luminance(under)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize("brand_name", BRANDS)
def test_starters_fit_brands_that_have_every_role(brand_name):
    for design in starter_templates().values():
        assert design.check_against(brand(brand_name)[0]) == []
