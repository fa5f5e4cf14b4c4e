"""Calm parts of photographs as numbers: sums over rectangles, and where texts may stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onbrand.imaging.calm import unrest
from onbrand.imaging.crop import Photograph
from onbrand.imaging.geometry import Rect
from onbrand.imaging.overlay import overlays, splits
from onbrand.imaging.subject import Subject

CANVAS = Rect(0, 0, 1600, 900)
OWN = Rect(800, 0, 800, 900)
SPOT = (0.45, 0.45, 0.55, 0.55)
grids = st.lists(st.lists(st.integers(0, 9), min_size=8, max_size=8), min_size=6, max_size=6)
cells = st.tuples(st.integers(0, 7), st.integers(0, 5), st.integers(1, 8), st.integers(1, 6))


def photograph(rows, taken=None):
    nothing = [[False] * len(rows[0]) for _ in rows]
    subject = Subject(SPOT, SPOT, unrest(rows, taken or nothing))
    return Photograph((3200, 1800), (0.5, 0.5), None, subject)


@given(grids, cells)
def test_a_rectangle_holds_the_sum_of_its_cells(grid, cell):
    left, top, right, bottom = cell[0], cell[1], min(cell[0] + cell[2], 8), min(cell[1] + cell[3], 6)
    inside = [grid[y][x] for y in range(top, bottom) for x in range(left, right)]
    mean = sum(map(sum, grid)) / 48 or 1 / 48
    seen = unrest(grid, [[one > 8 for one in row] for row in grid])
    bounds = (left / 8, top / 6, right / 8, bottom / 6)
    assert seen.under(bounds) == pytest.approx(sum(inside) / len(inside) / mean, abs=1e-9)
    assert seen.is_taken(bounds) == any(one > 8 for one in inside)


@pytest.mark.parametrize("edge", ["left", "right", "top", "bottom"])
def test_texts_go_to_the_calm_side(edge):
    calm = {
        "left": lambda x, y: x < 4,
        "right": lambda x, y: x >= 4,
        "top": lambda x, y: y < 4,
        "bottom": lambda x, y: y >= 4,
    }[edge]
    rows = [[0 if calm(x, y) else 5 for x in range(8)] for y in range(8)]
    found = overlays(photograph(rows), CANVAS, CANVAS, OWN, 60)
    assert found[0].edge == edge
    assert all(one.copy.within(CANVAS) for one in found)


def test_no_text_stands_where_cells_are_taken():
    rows = [[1] * 8 for _ in range(8)]
    assert overlays(photograph(rows), CANVAS, CANVAS, OWN, 60)
    assert not overlays(photograph(rows, [[True] * 8 for _ in rows]), CANVAS, CANVAS, OWN, 60)


def test_a_wide_picture_may_fill_the_other_axis():
    subject = Subject(SPOT, (0.0, 0.3, 1.0, 0.7))
    wide = Photograph((3800, 1420), (0.5, 0.5), None, subject)
    first = splits(wide, CANVAS, CANVAS, OWN)[0]
    assert first.edge in ("top", "bottom")
    assert first.place.box.width == CANVAS.width
    assert not first.copy.overlaps(first.place.box)
