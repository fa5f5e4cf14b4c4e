"""Edges without colours: a field of edge directions that a change of hue, brightness or polarity leaves
alone.

Each pixel gets a complex number whose angle is twice the direction of its edge and whose length tells how
sure that
edge is (0-1). It comes from the structure tensor summed over all channels (Di Zenzo 1986), so swapping
channels or inverting
them changes nothing. A template is found by correlating two such fields: random texture cancels out, equal
edges add up.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.complex64]

# Squared gradient (0-255 a pixel) at which an edge counts half: above the noise of JPEG, below the faintest
# drawn edge.
_HALF = 14.0**2


def edge_field(pixels: NDArray[np.generic]) -> Field:
    """The field of a picture (height, width, channels) of values 0-255."""
    height, width, channels = pixels.shape
    planes = np.empty((channels, height + 2, width + 2), dtype=np.float32)
    planes[:, 1:-1, 1:-1] = pixels.transpose(2, 0, 1)
    planes[:, 0], planes[:, -1] = planes[:, 1], planes[:, -2]
    planes[:, :, 0], planes[:, :, -1] = planes[:, :, 1], planes[:, :, -2]
    # Twice the gradient, and below four times its products: halving each value is not needed.
    dx = planes[:, 1:-1, 2:] - planes[:, 1:-1, :-2]
    dy = planes[:, 2:, 1:-1] - planes[:, :-2, 1:-1]
    jxy = (dx * dy).sum(axis=0)
    jxx, jyy = np.square(dx, out=dx).sum(axis=0), np.square(dy, out=dy).sum(axis=0)
    sure = 1.0 / (jxx + jyy + 4 * _HALF)
    field: Field = np.empty(jxx.shape, dtype=np.complex64)
    field.real = (jxx - jyy) * sure
    field.imag = 2 * jxy * sure
    return field


def squared(field: Field) -> NDArray[np.float32]:
    """The squared length of each number of a field."""
    lengths: NDArray[np.float32] = field.real * field.real + field.imag * field.imag
    return lengths


@dataclass(frozen=True, slots=True)
class Match:
    """Where a template lies best (upper left corner) and how well: 1 is every edge in its direction."""

    x: int
    y: int
    score: float


def _fast_length(length: int) -> int:
    """The next length whose only factors are 2, 3 and 5."""
    while True:
        rest = length
        for factor in (2, 3, 5):
            while rest % factor == 0:
                rest //= factor
        if rest == 1:
            return length
        length += 1


class Haystack:
    """A field prepared for many searches: its transform is computed once."""

    def __init__(self, field: Field) -> None:
        self.height, self.width = field.shape
        self._shape = (_fast_length(self.height), _fast_length(self.width))
        self._spectrum = np.fft.fft2(field, self._shape).astype(np.complex64, copy=False)
        energy = np.zeros((self.height + 1, self.width + 1))
        np.cumsum(np.cumsum(squared(field), axis=0), axis=1, out=energy[1:, 1:])
        self._energy = energy

    def find(self, template: Field) -> Match | None:
        """The best place of a template, None when it does not fit in or has no edges.

        Edges that the picture has besides the template's count against a place, though mildly (their root,
        halved): a busy
        background must not hide a logo, and a place full of edges must not look like one.
        """
        height, width = template.shape
        if height > self.height or width > self.width:
            return None
        wanted = float(squared(template).sum())
        if wanted < 4:
            return None
        spectrum = np.fft.fft2(template, self._shape).astype(np.complex64, copy=False)
        rows, columns = self.height - height + 1, self.width - width + 1
        product = np.multiply(self._spectrum, np.conj(spectrum, out=spectrum), out=spectrum)
        found = np.fft.ifft(np.fft.ifft(product, axis=0)[:rows], axis=1)[:, :columns].real
        energy = self._energy
        present = (
            energy[height:, width:]
            - energy[:rows, width:]
            - energy[height:, :columns]
            + energy[:rows, :columns]
        )
        score = found / np.sqrt(wanted * (0.5 * wanted + 0.5 * np.maximum(present, 0.5 * wanted)))
        at = int(score.argmax())
        y, x = divmod(at, columns)
        return Match(x, y, float(score[y, x]))
