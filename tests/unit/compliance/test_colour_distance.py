"""Pages say the same distances as the checks measure."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onbrand.brand.colour import rgb
from onbrand.compliance.cielab import ciede2000, lab
from onbrand.compliance.colour_distance import colour_distance

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


@given(COLOURS, COLOURS)
def test_it_is_what_the_checks_measure(one: str, other: str) -> None:
    measured = ciede2000(lab(np.array([rgb(one)])), lab(np.array([rgb(other)])))
    assert colour_distance(one, other) == pytest.approx(float(measured.ravel()[0]), abs=0.02)


@given(COLOURS, COLOURS)
def test_it_is_the_same_both_ways(one: str, other: str) -> None:
    assert colour_distance(one, other) == pytest.approx(colour_distance(other, one), abs=1e-6)
    assert colour_distance(one, one) == 0
