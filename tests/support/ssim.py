"""Structural similarity of two pictures of one size (Wang et al., 2004), on luminance, 8-pixel window."""

import numpy as np
from PIL import Image

WINDOW = 8
C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


def ssim(one: Image.Image, other: Image.Image) -> float:
    """1.0 for equal pictures. Raises ValueError when the sizes differ."""
    if one.size != other.size:
        raise ValueError(f"{one.size} cannot be compared with {other.size}")
    return similarity(*(np.asarray(image.convert("L"), dtype=np.float64) for image in (one, other)))


def similarity(a: np.ndarray, b: np.ndarray) -> float:
    """The same of two luminances from 0 to 255, which need not be whole numbers."""
    mean_a, mean_b = _means(a), _means(b)
    variance_a, variance_b = _means(a * a) - mean_a**2, _means(b * b) - mean_b**2
    covariance = _means(a * b) - mean_a * mean_b
    score = ((2 * mean_a * mean_b + C1) * (2 * covariance + C2)) / (
        (mean_a**2 + mean_b**2 + C1) * (variance_a + variance_b + C2)
    )
    return float(score.mean())


def _means(values: np.ndarray) -> np.ndarray:
    return np.lib.stride_tricks.sliding_window_view(values, (WINDOW, WINDOW))[::2, ::2].mean(axis=(2, 3))
