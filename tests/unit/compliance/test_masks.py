"""Masks grown, thinned and taken apart, against the plainest way to do it."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from onbrand.compliance.masks import Mask, dilated, thin
from onbrand.compliance.parts import components

MASKS = st.tuples(st.integers(1, 17), st.integers(1, 17)).flatmap(lambda shape: arrays(bool, shape))


def plainly_dilated(mask: Mask, side: int) -> Mask:
    """Each pixel reaches as far to one side as to the other, with even sides one more to the right and down."""
    grown = np.zeros_like(mask)
    before, after = (side - 1) // 2, side // 2 + 1
    for y, x in np.argwhere(mask):
        grown[max(0, y - before) : y + after, max(0, x - before) : x + after] = True
    return grown


@given(MASKS, st.integers(1, 9))
def test_a_mask_grows_to_a_square_around_each_pixel(mask: Mask, side: int) -> None:
    assert np.array_equal(dilated(mask, side), plainly_dilated(mask, side))


def test_growing_does_not_go_round_the_edges() -> None:
    mask = np.zeros((6, 9), dtype=bool)
    mask[2, 8] = mask[5, 0] = True
    grown = dilated(mask, 3)
    assert grown.sum() == 6 + 4
    assert not grown[3, 0]


def test_strokes_stay_and_what_is_thicker_goes() -> None:
    mask = np.zeros((60, 60), dtype=bool)
    mask[5:8, 3:57] = True  # a stroke
    mask[25:50, 20:45] = True  # part of a photograph
    kept = thin(mask, 7)
    assert np.array_equal(kept[:12], mask[:12])
    assert not kept[20:55].any()


def reached(mask: Mask) -> Iterator[set[tuple[int, int]]]:
    """The parts that hang together, by walking."""
    left = {(int(y), int(x)) for y, x in np.argwhere(mask)}
    while left:
        part, ahead = set(), [left.pop()]
        while ahead:
            y, x = ahead.pop()
            part.add((y, x))
            near = {(y + down, x + across) for down in (-1, 0, 1) for across in (-1, 0, 1)} & left
            left -= near
            ahead += near
        yield part


@given(MASKS)
def test_parts_are_those_that_one_can_walk(mask: Mask) -> None:
    expected = sorted(
        (
            min(x for _, x in part),
            min(y for y, _ in part),
            max(x for _, x in part),
            max(y for y, _ in part),
            len(part),
        )
        for part in reached(mask)
    )
    boxes, sizes = components(mask)
    found = sorted(
        (x, y, x + width - 1, y + height - 1, size)
        for (x, y, width, height), size in zip(boxes.tolist(), sizes.tolist(), strict=True)
    )
    assert found == expected


@pytest.mark.parametrize("shape", [(1, 1), (3, 5)])
def test_an_empty_mask_has_no_parts(shape: tuple[int, int]) -> None:
    boxes, sizes = components(np.zeros(shape, dtype=bool))
    assert len(boxes) == len(sizes) == 0
