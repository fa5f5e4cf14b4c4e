"""Medians and spreads that are counted instead of sorted, against numpy's own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from onbrand.compliance.middles import Pixels, counted, distances, middle, spread

PIXELS = st.integers(1, 40).flatmap(lambda count: arrays(np.uint8, (count, 3)))


@given(PIXELS)
def test_the_middle_is_the_median_of_each_channel(pixels: Pixels) -> None:
    assert middle(pixels).tolist() == np.median(pixels, axis=0).tolist()


@pytest.mark.parametrize("count", [1, 2, 1999, 2000, 2001, 2002, 5000])
def test_the_middle_of_many_is_counted_and_that_of_few_is_not_with_the_same_answer(count: int) -> None:
    pixels = np.random.default_rng(count).integers(0, 256, (count, 3)).astype(np.uint8)
    assert middle(pixels).tolist() == np.median(pixels, axis=0).tolist()


@given(PIXELS)
def test_the_spread_is_the_mean_squared_distance_from_the_mean(pixels: Pixels) -> None:
    apart = pixels - pixels.mean(axis=0)
    assert spread(pixels) == pytest.approx(float((apart**2).sum(axis=1).mean()), abs=1e-6)


@given(PIXELS)
def test_every_pixel_is_counted_once_in_each_channel(pixels: Pixels) -> None:
    counts = counted(pixels)
    assert counts.shape == (3, 256)
    assert counts.sum(axis=1).tolist() == [len(pixels)] * 3
    assert counts[1, pixels[0, 1]] >= 1


@given(PIXELS, st.tuples(*[st.integers(0, 510)] * 3))
def test_distances_are_exact_for_colours_in_halves(pixels: Pixels, halves: tuple[int, int, int]) -> None:
    colour = np.array(halves) / 2
    assert distances(pixels, colour).tolist() == ((pixels - colour) ** 2).sum(axis=1).tolist()
