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
from functools import cached_property, lru_cache

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


@lru_cache(maxsize=64)
def _circle(length: int) -> NDArray[np.complex64]:
    """So many points around the unit circle."""
    points: NDArray[np.complex64] = np.exp(2j * np.pi / length * np.arange(length)).astype(np.complex64)
    return points


def _waves(length: int, rows: int, columns: int) -> NDArray[np.complex64]:
    """A corner of the matrix that transforms this length, conjugate."""
    waves: NDArray[np.complex64] = _circle(length).take(
        np.outer(np.arange(rows), np.arange(columns)) % length
    )
    return waves


class Haystack:
    """A field prepared for many searches: its transform is computed once.

    Only the real part of a correlation is asked for. It is the sum of those of the fields' real and imaginary parts,
    which are transformed by themselves, at half the cost of complex numbers.
    """

    def __init__(self, field: Field) -> None:
        self.height, self.width = field.shape
        self._shape = (_fast_length(self.height), _fast_length(self.width))
        self._field = field
        self._known: dict[tuple[int, int], NDArray[np.complex64]] = {}
        self._spectra = [np.fft.rfft2(part, self._shape) for part in (field.real, field.imag)]

    @cached_property
    def _energy(self) -> NDArray[np.float64]:
        """The edges above and left of each place, added up."""
        energy = np.zeros((self.height + 1, self.width + 1))
        np.cumsum(np.cumsum(squared(self._field), axis=0), axis=1, out=energy[1:, 1:])
        return energy

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
        rows, columns = self.height - height + 1, self.width - width + 1
        product, other = (
            spectrum * turned for spectrum, turned in zip(self._spectra, self._turned(template), strict=True)
        )
        product += other
        agreed = np.fft.irfft(np.fft.ifft(product, axis=0)[:rows], self._shape[1], axis=1)[:, :columns]
        # No place scores more than it would without other edges: few can be better than where most edges agree.
        most = self._scores(agreed, np.array([agreed.argmax()]), template.shape, wanted)[0]
        hopeful = np.flatnonzero(agreed >= most * 0.999 * 0.75**0.5 * wanted) if most > 0 else _all(agreed)
        scores = self._scores(agreed, hopeful, template.shape, wanted)
        at = int(scores.argmax())
        y, x = divmod(int(hopeful[at]), columns)
        return Match(x, y, float(scores[at]))

    def _turned(self, template: Field) -> list[NDArray[np.complex64]]:
        """The conjugate transforms of a template's parts: a small one is quicker multiplied than transformed."""
        height, width = template.shape
        down = self._kept(self._shape[0], self._shape[0], height)[:, :height]
        across = self._kept(self._shape[1], self._shape[1] // 2 + 1, width)[:, :width].T
        return [down @ (part.astype(np.complex64) @ across) for part in (template.real, template.imag)]

    def _kept(self, length: int, rows: int, columns: int) -> NDArray[np.complex64]:
        """Waves of a length, so many or more: templates of several sizes are looked for one after the other."""
        known = self._known.get((length, rows))
        if known is None or known.shape[1] < columns:
            known = self._known[length, rows] = _waves(length, rows, 2 * columns)
        return known

    def _scores(
        self, agreed: NDArray[np.floating], places: NDArray[np.intp], shape: tuple[int, int], wanted: float
    ) -> NDArray[np.floating]:
        """How well the template lies at each of the places, which count row by row."""
        y, x = np.divmod(places, agreed.shape[1])
        below, beyond, energy = y + shape[0], x + shape[1], self._energy
        present = energy[below, beyond] - energy[y, beyond] - energy[below, x] + energy[y, x]
        edges = np.sqrt(wanted * (0.5 * wanted + 0.5 * np.maximum(present, 0.5 * wanted)))
        scores: NDArray[np.floating] = agreed[y, x] / edges
        return scores


def _all(values: NDArray[np.generic]) -> NDArray[np.intp]:
    return np.arange(values.size)
