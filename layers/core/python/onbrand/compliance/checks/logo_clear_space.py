"""Is the space around the logo really empty? Measured on the pixels, and by what the layer list puts there.

The texture of a photograph around the logo is not an intrusion; letters, lines, shapes and the edges of other
pictures are.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from onbrand.compliance.checks.logo_size import to_grow
from onbrand.compliance.checks.rule import Rule, percent, ramp, rounded
from onbrand.compliance.masks import dilated
from onbrand.compliance.middles import Pixels, distances, middle
from onbrand.compliance.model import Box, CheckResult, Component
from onbrand.compliance.subject import Subject
from onbrand.imaging.model import LayerType

RULE = Rule("logo_clear_space", Component.LOGO)
_FREE, _CROWDED = 0.94, 0.2  # of the space
_BIN = np.array([256, 16, 1], dtype=np.float32)
_AREA = 14_000  # pixels of the reduced surroundings
_DIFFERENT = 36.0  # distance in RGB
_SHARP = 22.0  # change of brightness a pixel
_ENOUGH, _PART = 5, 0.004  # pixels, and share of the surroundings: less is a speck
_EVEN = 0.8  # share of two colours from which on a ground is even
_ONE_INK = 0.45  # share of one colour, among what stands out of a texture
_BESIDE = 2  # pixels around the logo that its own edges blur into


def check(subject: Subject) -> CheckResult:
    """How far from the logo the nearest foreign thing stands, against what the brand keeps empty (both in heights
    of the logo; where it is too small, of the smallest that the brand allows)."""
    place = subject.logo
    if place is None:
        return RULE.nothing("No logo was found, so its clear space could not be measured.")
    if subject.of_type(LayerType.LOGO) and not place.listed:
        # Margins, overlaps and as_listed judge where it landed.
        return RULE.nothing(
            "The logo does not stand where the layer list puts it, so its clear space says nothing."
        )
    wanted = subject.design.logo.clear_space
    height = min(place.box[3], place.fit.pose.height) if place.fit.pose.angle else place.box[3]
    # the smaller, the less room it would need: a logo must not gain by being too small
    enlarged = to_grow(subject, place)
    space = wanted * height * enlarged
    if space < 1:
        return RULE.nothing("The brand asks for no clear space around its logo.")
    gaps = [_gap(place.box, box) + 1 for what, box in subject.standing if what != "logo"]
    free = rounded(min([1.0, _drawn_at(subject.opaque, place.box, space), *(gap / space for gap in gaps)]))
    whose = "the logo's height" if enlarged == 1 else "the height of the smallest logo that the brand allows"
    message = (
        f"Something stands {free * wanted:.2f} of {whose} away from it; the brand keeps "
        f"{percent(wanted)} of the height empty around its logo."
        if free < _FREE
        else f"The space around the logo is empty for {percent(wanted)} of {whose}."
    )
    zone = _zone(place.box, space, subject.width, subject.height)
    return RULE.worst(
        [RULE.finding(ramp(free, _CROWDED, _FREE), rounded(free * wanted), wanted, message, zone)]
    )


def _gap(one: Box, other: Box) -> float:
    across = max(one[0] - other[0] - other[2], other[0] - one[0] - one[2], 0)
    down = max(one[1] - other[1] - other[3], other[1] - one[1] - one[3], 0)
    return float(max(across, down))


def _zone(box: Box, space: float, width: int, height: int) -> Box:
    left, top = max(0, round(box[0] - space)), max(0, round(box[1] - space))
    right = min(width, round(box[0] + box[2] + space))
    bottom = min(height, round(box[1] + box[3] + space))
    return (left, top, right - left, bottom - top)


def _drawn_at(picture: Image.Image, box: Box, space: float) -> float:
    """The distance of the nearest drawn thing on the pixels, as a share of the space; 1 when there is none."""
    zone = _zone(box, space, *picture.size)
    scale = min(1.0, (_AREA / max(1, zone[2] * zone[3])) ** 0.5)
    size = (max(1, round(zone[2] * scale)), max(1, round(zone[3] * scale)))
    corners = (zone[0], zone[1], zone[0] + zone[2], zone[1] + zone[3])
    pixels = np.asarray(picture.resize(size, Image.Resampling.BOX, box=corners))
    kx, ky = size[0] / zone[2], size[1] / zone[3]
    x = (np.arange(size[0]) + 0.5) / kx + zone[0]
    y = (np.arange(size[1]) + 0.5) / ky + zone[1]
    across = np.maximum(box[0] - x, x - box[0] - box[2])
    down = np.maximum(box[1] - y, y - box[1] - box[3])
    distance = np.maximum(across[None, :], down[:, None])
    ring = distance > _BESIDE / max(scale, 0.001) if scale < 1 else distance > _BESIDE
    foreign = _foreign(pixels, ring)
    count = int(foreign.sum())
    enough = max(_ENOUGH, round(_PART * int(ring.sum())))
    if count < enough:
        return 1.0
    nearest = np.sort(distance[foreign])[enough - 1]
    return min(1.0, max(0.0, float(nearest) / space))


def _foreign(pixels: Pixels, ring: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """What stands out sharply from the ground."""
    if ring.sum() < 32 or min(pixels.shape[:2]) < 3:
        return np.zeros(ring.shape, dtype=bool)
    light = pixels.astype(np.float32) @ np.array([0.299, 0.587, 0.114], dtype=np.float32)
    sharp = dilated((np.maximum(_steps(light), _steps(light.T).T) > _SHARP) & ring, 5)
    ground = _mode(pixels[ring])
    different = ring & (_away(pixels, ground) > _DIFFERENT**2)
    rest = pixels[different]
    covered = 1 - len(rest) / float(ring.sum())
    if len(rest) >= 8:
        second = _away(rest, _mode(rest)) <= _DIFFERENT**2
        covered += float(second.sum()) / float(ring.sum())
    standing: NDArray[np.bool_] = different & sharp
    if covered >= _EVEN:
        return standing
    out = pixels[standing]
    if len(out) < 8:
        return np.zeros(ring.shape, dtype=bool)
    ink = _mode(out)
    drawn = _away(pixels, ink) <= (0.7 * _DIFFERENT) ** 2
    if float((drawn & standing).sum()) < _ONE_INK * len(out):
        return np.zeros(ring.shape, dtype=bool)
    return standing & drawn


def _mode(pixels: Pixels) -> NDArray[np.float32]:
    """The middle of the most frequent of 4096 bins of colour."""
    bins = ((pixels >> 4) @ _BIN).astype(np.intp)
    fullest = np.bincount(bins).argmax()
    return middle(pixels[bins == fullest]).astype(np.float32)


def _away(pixels: Pixels, colour: NDArray[np.float32]) -> NDArray[np.float32]:
    """The squared distance in RGB of each pixel."""
    return distances(pixels.reshape(-1, 3), colour).reshape(pixels.shape[:-1])


def _steps(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """By how much the brightness changes from row to row: half the difference of both neighbours."""
    steps = np.empty_like(light)
    np.subtract(light[2:], light[:-2], out=steps[1:-1])
    steps[1:-1] *= 0.5
    steps[0], steps[-1] = light[1] - light[0], light[-1] - light[-2]
    return np.abs(steps, out=steps)
