"""What layers do to pixels: blending, gradients, shadows, outlines, the subject's place."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from pydantic import ValidationError

from onbrand.brand.starters import starter_templates
from onbrand.brand.template import TemplateDesign
from onbrand.imaging.geometry import Rect
from onbrand.imaging.paint import fill_gradient, oklab, veil
from onbrand.imaging.render import compose
from onbrand.imaging.saliency import subject_of
from onbrand.placement import placement
from tests.support.artworks import artwork, profile
from tests.support.starters import starter_artwork

SQUARE = placement("instagram_square")
FLOWING = ("text", "logo", "shape")


def composed(*layers):
    design = TemplateDesign.model_validate({"name": "One", "layers": list(layers)})
    return compose(artwork(template=design, texts={}), SQUARE)


def colour(name, shade, **changes):
    return {"id": name, "type": "colour", "colour": shade, **changes}


@pytest.mark.parametrize(
    ("blend", "opacity", "expected"),
    [
        ("normal", 1, (0x40, 0x80, 0xC0)),
        ("multiply", 1, (0x20, 0x40, 0x60)),
        ("screen", 1, (0xA0, 0xC0, 0xE0)),
        ("multiply", 0.5, (0x50, 0x60, 0x70)),
    ],
)
def test_layers_blend_with_what_is_below(blend, opacity, expected):
    image, _ = composed(colour("below", "#808080"), colour("above", "#4080C0", blend=blend, opacity=opacity))
    assert np.abs(np.array(image.getpixel((500, 500))) - expected).max() <= 1


def test_gradients_keep_their_chroma_between_two_strong_colours():
    canvas = Image.new("RGB", (256, 64))
    fill_gradient(canvas, Rect(0, 0, 256, 64), "#0000FF", "#FFD400", 0)
    middle = oklab(np.array(canvas.getpixel((128, 32))) / 255)
    ends = [oklab(np.array(canvas.getpixel((x, 32))) / 255) for x in (0, 255)]
    assert middle[0] == pytest.approx((ends[0][0] + ends[1][0]) / 2, abs=0.02)


def test_a_radial_gradient_is_the_same_in_all_directions():
    canvas = Image.new("RGB", (201, 201))
    fill_gradient(canvas, Rect(0, 0, 201, 201), "#FFFFFF", "#000000", 0, radial=True)
    assert canvas.getpixel((100, 100))[0] > 250
    assert canvas.getpixel((0, 0))[0] < 5
    assert abs(canvas.getpixel((20, 100))[0] - canvas.getpixel((100, 180))[0]) <= 2


def test_a_veil_holds_its_strength_before_it_clears():
    canvas = Image.new("RGB", (10, 100), "white")
    veil(canvas, Rect(0, 0, 10, 100), "#000000", 1.0, "top", hold=0.5)
    column = [canvas.getpixel((5, y))[0] for y in range(100)]
    assert max(column[:48]) <= 3
    assert column[-1] > 240
    assert column == sorted(column)


def test_shadows_and_outlines_change_pixels_around_letters_only():
    text = {"id": "t", "type": "text", "text": "Hello", "role": "heading", "colour": "milk", "max_size": 0.2}
    ground = colour("ground", "forest")
    plain, _ = composed(ground, text)
    for worn in ({"shadow": {"colour": "#000000"}}, {"outline": {"colour": "#000000"}}):
        image, composition = composed(ground, text | worn)
        assert np.abs(np.asarray(image, dtype=int) - np.asarray(plain, dtype=int)).max() > 20
        x, _, width, _ = composition.layers[-1].box
        assert image.crop((x + width + 120, 0, 1080, 1080)).getcolors() == [
            ((1080 - x - width - 120) * 1080, (0x17, 0x38, 0x2E))
        ]


def test_the_smallest_size_is_reported():
    _, composition = compose(artwork(), SQUARE)
    assert composition.smallest_text == min(
        layer.font_size for layer in composition.layers if layer.font_size
    )


def test_an_explicit_focal_point_rules_every_shape():
    for target in ("instagram_story", "x_post", "x_header", "linkedin_cover"):
        for focal in ((0.1, 0.2), (0.9, 0.8)):
            _, composition = compose(artwork(focal=focal), placement(target))
            (photo,) = (layer for layer in composition.layers if layer.type == "photo")
            x, y, width, height = photo.box
            assert x <= photo.focal[0] <= x + width
            assert y <= photo.focal[1] <= y + height


def test_a_texture_has_no_subject_and_a_thing_on_plain_ground_is_one():
    rng = np.random.default_rng(7)
    texture = Image.fromarray(rng.integers(0, 255, (300, 450, 3), dtype=np.uint8))
    left, top, right, bottom = subject_of(texture).keep
    assert right - left < 0.8
    thing = Image.new("RGB", (450, 300), "white")
    thing.paste((20, 20, 20), (60, 40, 160, 200))
    left, top, right, bottom = subject_of(thing).keep
    assert left <= 60 / 450
    assert top <= 40 / 300
    assert 160 / 450 <= right < 0.6
    assert bottom >= 200 / 300


def test_the_logo_that_reads_is_chosen_over_the_picture_it_lands_on():
    _, composition = compose(starter_artwork("roasted-coffee-beans", "quote"), placement("x_post"))
    (logo,) = (layer for layer in composition.layers if layer.type == "logo")
    assert logo.variant == "inverse"
    _, composition = compose(starter_artwork("roasted-coffee-beans", "offer"), placement("x_post"))
    (logo,) = (layer for layer in composition.layers if layer.type == "logo")
    assert logo.variant == "full"


def test_no_ink_of_a_starter_lies_outside_its_boxes():
    for name in starter_templates():
        given = starter_artwork("barista-at-counter", name)
        for target in ("instagram_story", "linkedin_cover", "facebook_feed"):
            image, composition = compose(given, placement(target))
            # unseen, not left out: without texts the picture would stand elsewhere
            unseen = tuple(
                one.model_copy(update={"opacity": 0.0}) if one.type in FLOWING else one
                for one in given.template.layers
            )
            blank = given.template.model_copy(update={"layers": unseen})
            without, _ = compose(replace(given, template=blank), placement(target))
            changed = np.abs(np.asarray(image, dtype=int) - np.asarray(without, dtype=int)).max(axis=2) > 0
            for layer in composition.layers:
                if layer.type in FLOWING:
                    x, y, width, height = layer.box
                    changed[y : y + height, x : x + width] = False
            assert not changed.any(), (name, target)


def test_a_locked_layer_takes_nothing_from_a_request():
    locked = {"id": "a", "type": "text", "slot": "s", "colour": "ink", "locked": True}
    with pytest.raises(ValidationError, match="layer 'a' is locked"):
        TemplateDesign.model_validate({"name": "One", "layers": [locked]})


def test_a_colour_can_be_the_one_that_reads_on_another():
    assert profile().colour("on_primary") == "#FBF7EF"
    assert profile().colour("on_accent") == "#12241E"
    assert profile().colour("on_mauve") is None
