from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from onbrand.sourcing import ColourShare, ImageFilter, LicenceOffer, LicenceType, Orientation, PictureFacts
from onbrand.sourcing.choice import (
    has_wanted_shape,
    is_as_offered,
    is_the_picture_offered,
    keyword_rounds,
    licence_for,
    score,
)
from tests.unit.sourcing.library import candidate, detail

BROWN = "#6F4E37"
PREMIUM = LicenceOffer(type=LicenceType.PREMIUM, url="https://www.freepik.com/p")
FREEMIUM = LicenceOffer(type=LicenceType.FREEMIUM, url="https://www.freepik.com/f")


def preview(colour: str) -> PictureFacts:
    return PictureFacts(width=626, height=417, colours=(ColourShare(hex=colour, share=0.8),))


@given(st.lists(st.text(min_size=1), min_size=1, max_size=12))
def test_keywords_are_halved_down_to_the_most_important_one(keywords: list[str]) -> None:
    rounds = keyword_rounds(keywords)
    assert rounds[0] == tuple(keywords)
    assert rounds[-1] == (keywords[0],)
    assert all(longer[: len(shorter)] == shorter for longer, shorter in pairwise(rounds))
    assert len(rounds) <= 5


def test_only_photographs_of_a_wanted_orientation_pass() -> None:
    upright = ImageFilter(orientations=(Orientation.VERTICAL, Orientation.SQUARE))
    assert has_wanted_shape(candidate(orientation="square"), upright)
    assert not has_wanted_shape(candidate(orientation="horizontal"), upright)
    assert not has_wanted_shape(candidate(orientation=None), upright)
    assert has_wanted_shape(candidate(orientation=None), ImageFilter())
    assert not has_wanted_shape(candidate(content_type="vector"), ImageFilter())


def test_the_first_allowed_licence_is_taken() -> None:
    both = candidate(licences=(PREMIUM, FREEMIUM))
    assert licence_for(both, ImageFilter(licences=(LicenceType.FREEMIUM, LicenceType.PREMIUM))) == FREEMIUM
    assert licence_for(both, ImageFilter(licences=(LicenceType.PREMIUM,))) == PREMIUM
    assert licence_for(candidate(licences=(PREMIUM,)), ImageFilter()) is None
    assert licence_for(candidate(licences=()), ImageFilter()) is None


def test_a_detail_that_contradicts_the_search_result_is_refused() -> None:
    wanted = ImageFilter()
    assert is_as_offered(candidate(), detail(), wanted)
    assert not is_as_offered(candidate(), detail("2"), wanted)
    assert not is_as_offered(candidate(), detail(content_type="psd"), wanted)
    assert not is_as_offered(candidate(), detail(is_premium=True), wanted)
    assert not is_as_offered(candidate(), detail(is_ai_generated=True), wanted)
    assert is_as_offered(candidate(), detail(is_ai_generated=True), ImageFilter(exclude_ai_generated=False))


def test_the_score_is_the_weighted_sum_of_relevance_palette_and_size() -> None:
    assert score(0, 4, preview(BROWN), detail(), palette=[BROWN], long_side=1200) == 1.0
    assert score(2, 4, preview(BROWN), detail(), palette=[BROWN], long_side=1200) == 0.75
    assert score(0, 4, preview("#FFFFFF"), detail(), palette=["#000000"], long_side=1200) == 0.65
    assert (
        score(0, 4, preview(BROWN), detail(width=600, height=400), palette=[BROWN], long_side=1200) == 0.925
    )
    assert score(0, 4, None, detail(width=None, height=None), palette=[BROWN], long_side=1200) == 0.75


@given(
    position=st.integers(0, 3),
    colour=st.from_regex(r"#[0-9A-F]{6}", fullmatch=True),
    palette=st.lists(st.from_regex(r"#[0-9A-F]{6}", fullmatch=True), max_size=4),
    side=st.integers(1, 10_000),
)
def test_every_score_lies_between_0_and_1(position: int, colour: str, palette: list[str], side: int) -> None:
    known = detail(width=side, height=1)
    worth = score(position, 4, preview(colour), known, palette=palette, long_side=1200)
    assert 0 <= worth <= 1
    assert worth <= score(
        0, 4, preview(palette[0]) if palette else None, detail(width=9999), palette=palette, long_side=1200
    )


def test_a_download_must_have_the_announced_shape() -> None:
    announced = detail(width=2400, height=1600)
    assert is_the_picture_offered(candidate(), announced, PictureFacts(width=2000, height=1333))
    assert not is_the_picture_offered(candidate(), announced, PictureFacts(width=1333, height=2000))
    assert not is_the_picture_offered(candidate(), announced, PictureFacts(width=2000, height=2000))


def test_without_dimensions_a_download_must_have_the_announced_orientation() -> None:
    silent = detail(width=None, height=None)
    wide, tall, square = (PictureFacts(width=w, height=h) for w, h in ((30, 20), (20, 30), (20, 20)))
    accepted = {
        orientation: [
            is_the_picture_offered(candidate(orientation=orientation), silent, facts)
            for facts in (wide, tall, square)
        ]
        for orientation in ("horizontal", "panoramic", "vertical", "square", None)
    }
    assert accepted == {
        "horizontal": [True, False, False],
        "panoramic": [True, False, False],
        "vertical": [False, True, False],
        "square": [False, False, True],
        None: [True, True, True],
    }
