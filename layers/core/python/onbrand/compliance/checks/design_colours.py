"""Are the colours that the design adds - panels, shapes, gradients, letters - the brand's? Measured on the
pixels; without a layer list on the even areas, which no photograph has."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from onbrand.brand.colour import rgb
from onbrand.compliance.checks.rule import Rule, percent, ramp, rounded
from onbrand.compliance.cielab import Floats, ciede2000, lab, nearest
from onbrand.compliance.model import CheckResult, Component, Cure, Finding, Fix
from onbrand.compliance.subject import Subject
from onbrand.compliance.text_ink import Ink
from onbrand.imaging.model import LayerType, PlacedLayer

RULE = Rule("design_colours", Component.COLOUR)
_SURFACES = (LayerType.COLOUR, LayerType.SHAPE, LayerType.GRADIENT)
_GRID = 64  # samples a side
_MIXES = 17  # colours along a gradient
# Share of its box that a surface's own colour fills: an ellipse fills 79 % of it.
_FULL = {LayerType.COLOUR: 0.9, LayerType.SHAPE: 0.6, LayerType.GRADIENT: 0.9}
_PANEL = 0.03  # share of the picture from which on an even area that nobody listed is a design's


def check(subject: Subject) -> CheckResult:
    """Every opaque surface and every text, each counting the same."""
    if not len(subject.palette):
        return RULE.nothing("The brand's palette is empty, so no colour can be its own.")
    if not subject.is_listed:
        return _unlisted(subject)
    findings = [found for index in range(len(subject.layers)) if (found := _surface(subject, index))]
    findings += [
        _ink(subject, layer, ink) for layer, ink in subject.texts if ink is not None and ink.is_whole
    ]
    if not findings:
        return RULE.nothing("No layer with a colour of its own could be measured.")
    return RULE.mean(findings)


def _unlisted(subject: Subject) -> CheckResult:
    large = [at for at, share in enumerate(subject.flats.shares) if share >= _PANEL]
    if not large:
        return RULE.unknown("No even area was found that a design added." + subject.want_of_list)
    distances, index = nearest(lab(subject.flats.colours[large]), subject.palette)
    tolerance = subject.design.compliance.design_tolerance
    findings = []
    for at, far, near in zip(large, distances, index, strict=True):
        distance, seen = rounded(far), _named(subject.flats.colours[at])
        message = (
            f"An even area of {percent(rounded(subject.flats.shares[at]))} of the picture is {seen}, a "
            f"distance of {distance:.1f} from the nearest brand colour ({subject.design.palette[near].name}); "
            f"up to {tolerance:g} is allowed."
        )
        findings.append(RULE.finding(ramp(distance, 3 * tolerance, tolerance), distance, tolerance, message))
    return RULE.worst(findings)


def _surface(subject: Subject, index: int) -> Finding | None:
    layer = subject.layers[index]
    if layer.type not in _SURFACES or layer.opacity < 0.99 or not layer.colours:
        return None
    samples = _visible(subject, index)
    if len(samples) < 16:
        return None
    wanted = _wanted(subject, layer)
    tolerance = subject.design.compliance.design_tolerance
    bins = (samples >> 2).astype(np.int32) @ np.array([4096, 64, 1])
    kinds, counts = np.unique(bins, return_counts=True)
    colours = np.stack([kinds >> 12, (kinds >> 6) & 63, kinds & 63], axis=-1) * 4 + 2
    close = counts[nearest(lab(colours), wanted)[0] <= tolerance].sum() / counts.sum() if len(wanted) else 0.0
    share = rounded(close)
    seen = _named(np.median(samples, axis=0))
    message = (
        f"{percent(share)} of the surface {layer.id!r} shows the brand colour it was given; it looks "
        f"like {seen}."
    )
    fix = Fix(cure=Cure.RECOLOUR, layer=layer.id, wanted=_brand_colour(subject, layer.colours[0]))
    return RULE.finding(
        ramp(share, 0.0, _FULL[layer.type]), seen, ", ".join(layer.colours), message, layer.box, fix
    )


def _visible(subject: Subject, index: int) -> NDArray[np.uint8]:
    """Samples of a surface where no later layer lies on it."""
    x, y, width, height = subject.layers[index].box
    left, top = max(0, x + 2), max(0, y + 2)
    right, bottom = min(subject.width, x + width - 2), min(subject.height, y + height - 2)
    if right <= left or bottom <= top:
        return np.zeros((0, 3), dtype=np.uint8)
    size = (min(_GRID, right - left), min(_GRID, bottom - top))
    part = subject.rgb.resize(size, Image.Resampling.NEAREST, box=(left, top, right, bottom))
    columns = left + (np.arange(size[0]) + 0.5) * (right - left) / size[0]
    rows = top + (np.arange(size[1]) + 0.5) * (bottom - top) / size[1]
    free = np.ones((size[1], size[0]), dtype=bool)
    for later in subject.layers[index + 1 :]:
        if later.opacity > 0:
            start, above, w, h = later.box
            free &= ~(
                ((rows >= above - 3) & (rows < above + h + 3))[:, None]
                & ((columns >= start - 3) & (columns < start + w + 3))[None, :]
            )
    samples: NDArray[np.uint8] = np.asarray(part)[free]
    return samples


def _wanted(subject: Subject, layer: PlacedLayer) -> Floats:
    """The listed colours that are in the palette; of a gradient also what lies between them."""
    listed = lab(np.array([rgb(colour) for colour in layer.colours], dtype=float))
    distances, _ = nearest(listed, subject.palette)
    wanted = listed[distances <= subject.design.compliance.design_tolerance]
    if layer.type is LayerType.GRADIENT and len(wanted) > 1:
        shares = np.linspace(0, 1, _MIXES)[:, None]
        pairs = pairwise(wanted)
        wanted = np.concatenate([one * (1 - shares) + other * shares for one, other in pairs])
    return wanted


def _ink(subject: Subject, layer: PlacedLayer, ink: Ink) -> Finding:
    measured = lab(np.array([ink.colour]))
    palette_distance, index = nearest(measured, subject.palette)
    distance = rounded(palette_distance[0])
    near = subject.design.palette[index[0]]
    if layer.colours and rgb(layer.colours[0]) != ink.colour:
        listed = rounded(ciede2000(measured, lab(np.array([rgb(layer.colours[0])])))[0])
        distance = max(distance, listed)
    tolerance = subject.design.compliance.design_tolerance
    seen = _named(ink.colour)
    message = (
        f"The text {layer.id!r} is drawn in {seen}, a distance of {distance:.1f} from the brand "
        f"colour it should have (nearest: {near.name}); up to {tolerance:g} is allowed."
    )
    fix = Fix(cure=Cure.RECOLOUR, layer=layer.id, wanted=near.hex)
    return RULE.finding(ramp(distance, 3 * tolerance, tolerance), distance, tolerance, message, ink.box, fix)


def _brand_colour(subject: Subject, colour: str) -> str:
    _, index = nearest(lab(np.array([rgb(colour)])), subject.palette)
    return subject.design.palette[int(index[0])].hex


def _named(colour: NDArray[np.generic] | tuple[float, ...]) -> str:
    return "#{:02X}{:02X}{:02X}".format(*(round(float(channel)) for channel in colour))
