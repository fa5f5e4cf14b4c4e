"""Colour differences against the published data and an independent implementation."""

import numpy as np
import pytest
from coloraide import Color
from hypothesis import given
from hypothesis import strategies as st

from onbrand.compliance.cielab import ciede2000, lab, luminance, nearest

# Sharma, Wu, Dalal (2005), table 1: L*a*b* of two colours and their difference.
SHARMA = [
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50.0, 3.1571, -77.2803), (50.0, 0.0, -82.7485), 2.8615),
    ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0),
    ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
    ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0009), 7.1792),
    ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0011), 7.2195),
    ((50.0, -0.001, 2.49), (50.0, 0.0009, -2.49), 4.8045),
    ((50.0, -0.001, 2.49), (50.0, 0.0011, -2.49), 4.7461),
    ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619), 2.0373),
    ((90.8027, -2.0831, 1.441), (91.1528, -1.6435, 0.0447), 1.4441),
    ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
    ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
]

channel = st.integers(0, 255)
colour = st.tuples(channel, channel, channel)


@pytest.mark.parametrize(("one", "other", "expected"), SHARMA)
def test_difference_is_the_published_one(one, other, expected):
    assert float(ciede2000(np.array(one), np.array(other))) == pytest.approx(expected, abs=5e-5)


@given(colour, colour)
def test_difference_agrees_with_coloraide(one, other):
    expected = Color("srgb", [value / 255 for value in one]).delta_e(
        Color("srgb", [value / 255 for value in other]), method="2000", space="lab-d65"
    )
    assert float(ciede2000(lab(np.array(one)), lab(np.array(other)))) == pytest.approx(expected, abs=0.02)


@given(colour, colour)
def test_difference_is_symmetric_and_zero_only_for_equal_colours(one, other):
    first, second = lab(np.array(one)), lab(np.array(other))
    assert float(ciede2000(first, second)) == pytest.approx(float(ciede2000(second, first)), abs=1e-9)
    assert (float(ciede2000(first, second)) < 1e-9) == (one == other)


def test_nearest_names_the_palette_colour():
    palette = lab(np.array([(0, 0, 0), (255, 0, 0), (255, 255, 255)]))
    distances, index = nearest(lab(np.array([(250, 5, 5), (3, 3, 3)])), palette)
    assert list(index) == [1, 0]
    assert distances.max() < 5


def test_luminance_runs_from_black_to_white():
    assert luminance(np.array([(0, 0, 0), (255, 255, 255)])) == pytest.approx([0.0, 1.0])
