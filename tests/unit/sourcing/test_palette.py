import pytest
from coloraide import Color
from hypothesis import given
from hypothesis import strategies as st

from onbrand.sourcing import ColourShare
from onbrand.sourcing.palette import oklab, palette_distance

colours = st.from_regex(r"#[0-9A-F]{6}", fullmatch=True)


@given(colours)
def test_oklab_agrees_with_an_independent_implementation(colour: str) -> None:
    assert oklab(colour) == pytest.approx(tuple(Color(colour).convert("oklab").coords()), abs=2e-4)


@given(st.lists(colours, min_size=1, max_size=5))
def test_palette_colours_are_at_distance_0(palette: list[str]) -> None:
    shares = [ColourShare(hex=colour, share=1 / len(palette)) for colour in palette]
    assert palette_distance(shares, palette) == 0


def test_distance_is_weighted_by_share() -> None:
    mostly_white = [ColourShare(hex="#FFFFFF", share=0.75), ColourShare(hex="#000000", share=0.25)]
    assert palette_distance(mostly_white, ["#FFFFFF"]) == pytest.approx(0.25, abs=1e-3)


def test_nothing_to_compare_has_no_distance() -> None:
    assert palette_distance([], ["#FFFFFF"]) is None
    assert palette_distance([ColourShare(hex="#FFFFFF", share=1)], []) is None
