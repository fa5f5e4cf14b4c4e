"""Boxes as numbers: a measurer whose letters are all half an em wide, no Pillow."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onbrand.brand.template import TextRole
from onbrand.imaging.crop import MAX_ENLARGEMENT
from onbrand.imaging.errors import TextDoesNotFitError, TextMissingError, TextTooLongError
from onbrand.imaging.geometry import Rect, readable_area
from onbrand.imaging.layout import Content, Placed, layout
from onbrand.imaging.lines import Extent
from onbrand.placement import Placement, all_placements, placement
from tests.support.artworks import profile, template, texts

PLACEMENTS = st.sampled_from(all_placements())


class HalfEmLetters:
    """Every letter is half an em wide and three quarters high."""

    def width(self, text, font):
        return 0.5 * len(text)

    def extent(self, text, font):
        return Extent(0.75, 0.25)


def laid_out(target: Placement, words=None, photo=(1500, 1000), focal=(0.5, 0.4), ratio=5.4) -> list[Placed]:
    content = Content(profile(), texts() if words is None else words, {"logo": ratio}, photo, focal)
    return layout(template(), target, content, HalfEmLetters())


def outer(placed: Placed) -> Rect:
    return placed.flowed.pill or placed.box


def flowing(boxes: list[Placed]) -> list[Placed]:
    return [placed for placed in boxes if placed.flowed]


words = st.lists(st.text("abcdefgh", min_size=1, max_size=9), min_size=1, max_size=5).map(" ".join)
briefs = st.fixed_dictionaries({"headline": words, "cta": words}, optional={"body": words, "eyebrow": words})
photos = st.tuples(st.integers(300, 6000), st.integers(300, 6000))
points = st.tuples(st.floats(0, 1), st.floats(0, 1))


@settings(max_examples=150, deadline=None)
@given(PLACEMENTS, briefs, photos, points, st.floats(2.5, 7))
def test_boxes_keep_to_their_areas_and_off_each_other(target, brief, photo, focal, ratio):
    try:
        boxes = laid_out(target, brief, photo, focal, ratio)
    except TextDoesNotFitError:
        return
    canvas = Rect(0, 0, target.width, target.height)
    readable = readable_area(target, profile().layout.margin)
    for placed in boxes:
        assert placed.box.area > 0
        assert placed.box.within(canvas)
    standing = flowing(boxes)
    for index, placed in enumerate(standing):
        assert outer(placed).within(readable), placed.layer.id
        assert target.covered is None or not outer(placed).overlaps(Rect(*target.covered))
        for other in standing[index + 1 :]:
            assert not outer(placed).overlaps(outer(other)), (placed.layer.id, other.layer.id)
    for placed in boxes:
        if placed.photo:
            for other in standing:
                assert not placed.box.overlaps(outer(other)), other.layer.id


@settings(max_examples=100, deadline=None)
@given(PLACEMENTS, photos, points)
def test_a_photo_is_never_stretched_nor_enlarged_too_much(target, photo, focal):
    (place,) = (placed.photo for placed in laid_out(target, photo=photo, focal=focal) if placed.photo)
    left, top, width, height = place.crop
    assert left >= 0
    assert top >= 0
    assert left + width <= photo[0] + 1e-6
    assert top + height <= photo[1] + 1e-6
    assert place.scale <= MAX_ENLARGEMENT + 0.01
    assert place.box.width / width == pytest.approx(place.box.height / height)


@pytest.mark.parametrize("target", all_placements(), ids=lambda one: one.id)
def test_nothing_stands_in_the_logos_clear_space(target):
    boxes = flowing(laid_out(target))
    (logo,) = (placed for placed in boxes if placed.layer.type == "logo")
    clear = int(profile().logo.clear_space * logo.box.height)
    around = logo.box.inset(-clear)
    assert not [placed.layer.id for placed in boxes if placed is not logo and around.overlaps(outer(placed))]


@pytest.mark.parametrize("target", all_placements(), ids=lambda one: one.id)
def test_sizes_keep_to_the_brands_rules(target):
    rules = profile()
    short = min(target.width, target.height)
    sizes = {}
    for placed in flowing(laid_out(target)):
        if placed.layer.type == "logo":
            longer = max(placed.box.width, placed.box.height)
            assert rules.logo.minimum_size * short <= longer <= rules.logo.maximum_size * short
        elif placed.flowed.text:
            sizes[placed.layer.role] = placed.flowed.text.size
            assert placed.flowed.text.size >= rules.typography.minimum_size * short
    assert sizes[TextRole.HEADING] >= rules.typography.heading_ratio * sizes[TextRole.BODY]


def test_a_text_that_does_not_fit_names_itself_and_the_longest_beginning_that_does():
    long = texts() | {"headline": " ".join(f"word{number}" for number in range(40))}
    with pytest.raises(TextDoesNotFitError) as caught:
        laid_out(placement("linkedin_cover"), long)
    assert caught.value.layer == "headline"
    assert caught.value.placement == "linkedin_cover"
    fitting = caught.value.fitting
    assert fitting
    assert long["headline"].startswith(fitting)
    laid_out(placement("linkedin_cover"), long | {"headline": fitting})
    longer = long["headline"][: long["headline"].index(" ", len(fitting) + 1)]
    with pytest.raises(TextDoesNotFitError):
        laid_out(placement("linkedin_cover"), long | {"headline": longer})


def test_a_required_text_must_be_there_and_an_optional_one_may_be_absent():
    with pytest.raises(TextMissingError, match="headline"):
        laid_out(placement("x_post"), {"cta": "Order", "headline": " \n "})
    without = laid_out(placement("x_post"), {"cta": "Order", "headline": "Meet"})
    assert {"body", "eyebrow"}.isdisjoint(placed.layer.id for placed in without)


def test_a_text_of_a_million_characters_is_refused_at_once():
    with pytest.raises(TextTooLongError):
        laid_out(placement("x_post"), texts() | {"body": "a" * 1_000_000})


def test_layout_is_deterministic():
    for target in all_placements():
        assert laid_out(target) == laid_out(target)


def test_a_small_photo_becomes_a_panel_that_shows_most_of_it():
    (place,) = (one.photo for one in laid_out(placement("instagram_square"), photo=(500, 500)) if one.photo)
    assert place.panel
    assert place.crop[2] * place.crop[3] >= 0.6 * 500 * 500


def test_the_focal_point_stays_in_view_on_every_placement():
    for target in all_placements():
        for focal in ((0.1, 0.1), (0.9, 0.2), (0.5, 0.95)):
            (place,) = (one.photo for one in laid_out(target, focal=focal) if one.photo)
            x, y = place.focal
            assert place.box.x <= x <= place.box.right
            assert place.box.y <= y <= place.box.bottom


def test_without_a_focal_point_of_its_own_a_crop_leans_towards_what_draws_the_eye():
    def centre(interest):
        content = Content(profile(), texts(), {"logo": 5.4}, (3000, 1000), (0.5, 0.5), interest)
        boxes = layout(template(), placement("x_post"), content, HalfEmLetters())
        (place,) = (placed.photo for placed in boxes if placed.photo)
        return place.crop[0] + place.crop[2] / 2

    assert centre(None) == pytest.approx(1500)
    assert centre((0.1,) * 10) == pytest.approx(1500)
    assert centre((0.0,) * 7 + (0.3, 0.4, 0.3)) > 2000
