"""What is skipped because it cannot matter gives the same answers as doing all of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onbrand.compliance.cielab import lab, nearest, reached
from onbrand.compliance.structure import Haystack, squared

channel = st.integers(0, 255)
colours = st.lists(st.tuples(channel, channel, channel), min_size=1, max_size=12)


@given(colours, colours, st.floats(0, 60))
def test_a_palette_is_reached_where_its_nearest_colour_is_near_enough(
    seen: list[tuple[int, int, int]], palette: list[tuple[int, int, int]], tolerance: float
) -> None:
    one, other = lab(np.array(seen)), lab(np.array(palette))
    assert reached(one, other, tolerance).tolist() == (nearest(one, other)[0] <= tolerance).tolist()


def slow(field: np.ndarray, template: np.ndarray) -> np.ndarray:
    """The score of every place, one after the other."""
    height, width = template.shape
    wanted = float(squared(template).sum())
    scores = np.empty((field.shape[0] - height + 1, field.shape[1] - width + 1))
    for y, x in np.ndindex(*scores.shape):
        part = field[y : y + height, x : x + width]
        present = max(float(squared(part).sum()), 0.5 * wanted)
        scores[y, x] = np.vdot(template, part).real / np.sqrt(wanted * (0.5 * wanted + 0.5 * present))
    return scores


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("quiet", [0.0, 0.9])
def test_a_template_is_found_where_a_look_at_every_place_finds_it(seed: int, quiet: float) -> None:
    random = np.random.default_rng(seed)
    shape = (int(random.integers(9, 34)), int(random.integers(9, 34)))

    def noise(size: tuple[int, int]) -> np.ndarray:
        values = random.uniform(-0.7, 0.7, (2, *size)) * (random.random(size) >= quiet)
        return (values[0] + 1j * values[1]).astype(np.complex64)

    field, template = noise(shape), noise((int(random.integers(3, 8)), int(random.integers(3, 8))))
    template[0, 0] = template[-1, -1] = 1.0
    template[1, 1] = template[0, 1] = -1.0
    if seed % 2:
        field[2 : 2 + template.shape[0], 1 : 1 + template.shape[1]] += template
    scores, match = slow(field, template), Haystack(field).find(template)
    assert match is not None
    assert match.score == pytest.approx(float(scores.max()), abs=2e-5)
    assert scores[match.y, match.x] == pytest.approx(float(scores.max()), abs=2e-5)


def test_nothing_is_found_on_an_empty_field() -> None:
    template = np.ones((3, 3), dtype=np.complex64)
    match = Haystack(np.zeros((9, 9), dtype=np.complex64)).find(template)
    assert match is not None
    assert match.score == pytest.approx(0, abs=1e-5)
