"""The edge field, and searching with it."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from onbrand.compliance.structure import Haystack, edge_field


@pytest.fixture
def mark() -> np.ndarray:
    image = Image.new("RGB", (40, 24), (230, 220, 200))
    draw = ImageDraw.Draw(image)
    draw.ellipse((3, 3, 19, 19), fill=(30, 60, 50))
    draw.polygon([(24, 20), (30, 3), (36, 20)], fill=(200, 90, 40))
    return np.asarray(image)


def noise(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(7).integers(0, 256, (height, width, 3)).astype(np.uint8)


def test_flat_picture_has_no_edges():
    assert np.abs(edge_field(np.full((9, 9, 3), 120))).max() == 0


@pytest.mark.parametrize("order", [(1, 2, 0), (2, 0, 1), (2, 1, 0)])
def test_swapping_channels_changes_nothing(mark, order):
    assert np.allclose(edge_field(mark), edge_field(mark[..., order]), atol=1e-6)


def test_negative_has_the_same_edges(mark):
    assert np.allclose(edge_field(mark), edge_field(255 - mark), atol=1e-6)


def test_mark_is_found_where_it_stands(mark):
    ground = np.full((120, 160, 3), 128, dtype=np.uint8)
    ground[70:94, 101:141] = 255 - mark
    match = Haystack(edge_field(ground)).find(edge_field(mark)[2:-2, 2:-2])
    assert (match.x, match.y) == (103, 72)
    assert match.score > 0.95


def test_noise_does_not_look_like_the_mark(mark):
    assert Haystack(edge_field(noise(120, 160))).find(edge_field(mark)).score < 0.3


def test_template_that_does_not_fit_or_shows_nothing_is_nowhere(mark):
    small = Haystack(edge_field(mark[:10]))
    assert small.find(edge_field(mark)) is None
    assert small.find(edge_field(np.full((5, 5, 3), 9))) is None
