"""Starter templates as boxes: whatever is written, nothing leaves its place, on every placement."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onbrand.brand.starters import STARTERS, starter_templates
from onbrand.imaging.errors import LogoDoesNotFitError, TextDoesNotFitError, TextTooLongError
from onbrand.imaging.geometry import Rect, readable_area
from onbrand.imaging.layout import Content, layout
from onbrand.imaging.subject import Subject
from onbrand.imaging.text import PillowMeasurer
from onbrand.kernel.errors import OnBrandError
from onbrand.placement import all_placements
from tests.support.artworks import profile
from tests.support.starters import BRANDS, TEXTS, brand, content, laid_out

words = st.lists(st.text("abcdefghijklmnop", min_size=1, max_size=11), min_size=1, max_size=9).map(" ".join)
spans = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted).filter(lambda one: one[1] - one[0] > 0.02)


@st.composite
def subjects(draw):
    (left, right), (top, bottom) = draw(spans), draw(spans)
    x, y = (right - left) / 4, (bottom - top) / 4
    return Subject((left + x, top + y, right - x, bottom - y), (left, top, right, bottom))


@st.composite
def cases(draw):
    template, brand_name = draw(st.sampled_from(STARTERS)), draw(st.sampled_from(sorted(BRANDS)))
    texts = {slot: draw(words) for slot in sorted(starter_templates()[template].slots)}
    size = draw(st.tuples(st.integers(300, 5000), st.integers(300, 5000)))
    interest = draw(st.none() | st.just((0.1,) * 10) | st.just((0.0,) * 8 + (0.5, 0.5)))
    known = Content(
        brand(brand_name)[0],
        texts,
        {"logo": draw(st.floats(1.5, 7))},
        size,
        (0.5, 0.4),
        interest,
        draw(subjects()),
    )
    return template, draw(st.sampled_from(all_placements())), known


@settings(max_examples=120, deadline=None)
@given(cases())
def test_boxes_stay_on_the_canvas_and_clear_of_what_a_platform_hides(case):
    template, target, known = case
    try:
        boxes = laid_out(template, target, known)
    except (TextDoesNotFitError, LogoDoesNotFitError):
        return
    canvas = Rect(0, 0, target.width, target.height)
    readable = readable_area(target, known.profile.layout.margin)
    standing = [(placed, placed.flowed.pill or placed.box) for placed in boxes if placed.flowed]
    for placed in boxes:
        assert placed.box.area > 0, placed.layer.id
        assert placed.box.within(canvas), placed.layer.id
    for index, (placed, box) in enumerate(standing):
        assert box.within(readable), placed.layer.id
        assert target.covered is None or not box.overlaps(Rect(*target.covered)), placed.layer.id
        for other, other_box in standing[index + 1 :]:
            assert not box.overlaps(other_box), (placed.layer.id, other.layer.id)
    (photo,) = (placed.photo for placed in boxes if placed.photo)
    for placed, box in standing:
        if photo.panel or not photo.full:
            assert not box.overlaps(photo.box), placed.layer.id


@settings(max_examples=80, deadline=None)
@given(cases())
def test_a_subject_is_never_cut_and_never_written_on(case):
    template, target, known = case
    try:
        boxes = laid_out(template, target, known)
    except (TextDoesNotFitError, LogoDoesNotFitError):
        return
    (photo,) = (placed.photo for placed in boxes if placed.photo)
    left, top, width, height = photo.crop
    across, down = known.photo
    slack = 0.02
    for start, end, first, length, whole in (
        (known.subject.keep[0], known.subject.keep[2], left, width, across),
        (known.subject.keep[1], known.subject.keep[3], top, height, down),
    ):
        if not photo.panel:
            assert first <= (start + slack) * whole
            assert first + length >= (end - slack) * whole
    core = known.subject.core
    x, y = (
        photo.box.x + (core[0] * across - left) * photo.scale,
        photo.box.y + (core[1] * down - top) * photo.scale,
    )
    marked = Rect(
        round(x),
        round(y),
        int((core[2] - core[0]) * across * photo.scale),
        int((core[3] - core[1]) * down * photo.scale),
    ).inset(round(slack * max(across, down) * photo.scale))
    for placed in boxes:
        if placed.flowed and marked.width > 0 and marked.height > 0:
            assert not marked.cut(photo.box).overlaps(placed.flowed.pill or placed.box), placed.layer.id


@pytest.mark.parametrize("brand_name", BRANDS)
@pytest.mark.parametrize("template", STARTERS)
def test_starters_fit_every_placement(template, brand_name):
    for photo in ("barista-at-counter", "black-telephone", "roasted-coffee-beans"):
        known = content(photo, template, brand_name)
        for target in all_placements():
            boxes = laid_out(template, target, known)
            assert boxes == laid_out(template, target, known)


HOSTILE = {
    "a million letters": "a" * 1_000_000,
    "no spaces": "a" * 1000,
    "turned around": "\u202eabc " * 200,
    "towers of marks": ("a" + "\u0301" * 300) * 3,
    "right to left": "שלום " * 190,
    "lines": "ab\n" * 330,
    "letters alone": "a " * 500,
    "emoji": "🎉" * 60,
}


class Counting(PillowMeasurer):
    """Counts how often the layout measures."""

    def __init__(self):
        super().__init__()
        self.measured = 0

    def width(self, text, font):
        self.measured += 1
        return super().width(text, font)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_take_bounded_work(text):
    known = content("barista-at-counter", "quote", texts=TEXTS["northbeam"]["quote"] | {"quote": text})
    for target in all_placements():
        measurer = Counting()
        try:
            layout(starter_templates()["quote"], target, known, measurer)
        except OnBrandError as error:
            assert error.detail
        assert measurer.measured < 250_000


def test_a_word_too_long_for_its_place_is_told_how_much_of_it_fits():
    known = content("barista-at-counter", "quote", texts=TEXTS["northbeam"]["quote"] | {"quote": "a" * 400})
    with pytest.raises(TextDoesNotFitError) as caught:
        laid_out("quote", all_placements()[0], known)
    assert 3 < len(caught.value.fitting) < 400
    assert set(caught.value.fitting) == {"a"}


def test_texts_above_the_limit_are_refused_before_anything_is_measured():
    known = content(
        "barista-at-counter", "quote", texts=TEXTS["northbeam"]["quote"] | {"quote": "a" * 1_000_000}
    )
    with pytest.raises(TextTooLongError):
        laid_out("quote", all_placements()[0], known)


def test_a_picture_that_takes_less_than_its_region_leaves_the_rest_to_the_texts():
    wide = Subject((0.4, 0.4, 0.6, 0.6), (0.0, 0.1, 1.0, 0.9))
    small = Subject((0.4, 0.4, 0.6, 0.6), (0.4, 0.4, 0.6, 0.6))
    target = next(one for one in all_placements() if one.id == "instagram_portrait")
    tops = []
    for subject in (wide, small):
        known = Content(
            profile(), TEXTS["northbeam"]["offer"], {"logo": 5.4}, (3000, 1500), (0.5, 0.5), None, subject
        )
        boxes = laid_out("offer", target, known)
        tops.append(next(placed.box.y for placed in boxes if placed.layer.id == "block"))
    assert tops[0] < tops[1]
