"""Scrims: as strong as asked for at their edge, clear at the opposite one, nothing beyond their box."""

import numpy as np
import pytest
from PIL import Image

from onbrand.imaging.geometry import Rect
from onbrand.imaging.paint import veil

BOX = Rect(10, 20, 100, 60)


def veiled(edge, strength=0.8):
    canvas = Image.new("RGB", (130, 100), "white")
    veil(canvas, BOX, "#000000", strength, edge)
    turns = {"left": 0, "bottom": 3, "right": 2, "top": 1}[edge]
    part = np.asarray(canvas.convert("L").crop((BOX.x, BOX.y, BOX.right, BOX.bottom)), dtype=int)
    return np.rot90(part, turns), np.asarray(canvas.convert("L"))


@pytest.mark.parametrize("edge", ["left", "right", "top", "bottom"])
def test_it_eases_from_its_edge_to_clear(edge):
    part, whole = veiled(edge)
    line = part[0]
    assert (part == line).all()
    assert abs(line[0] - 51) <= 1
    assert line[-1] == 255
    assert (np.diff(line) >= 0).all()
    assert abs(line[len(line) // 2] - 153) <= 5
    outside = whole.copy()
    outside[20:80, 10:110] = 255
    assert outside.min() == 255


def test_without_strength_it_draws_nothing():
    assert veiled("left", strength=0.0)[1].min() == 255
