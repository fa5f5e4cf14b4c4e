"""Are the colours that the design adds - panels, shapes, gradients, letters - the brand's? Measured on the
pixels."""

from itertools import pairwise

import numpy as np

from onbrand.brand.colour import rgb
from onbrand.compliance.checks.rule import Rule, percent, ramp, rounded
from onbrand.compliance.cielab import Floats, ciede2000, lab, nearest
from onbrand.compliance.model import CheckResult, Component, Finding
from onbrand.compliance.subject import Subject
from onbrand.imaging.model import LayerType, PlacedLayer

RULE = Rule("design_colours", Component.COLOUR)
_SURFACES = (LayerType.COLOUR, LayerType.SHAPE, LayerType.GRADIENT)
_GRID = 64  # samples a side
_MIXES = 17  # colours along a gradient
# Share of its box that a surface's own colour fills: an ellipse fills 79 % of it.
_FULL = {LayerType.COLOUR: 0.9, LayerType.SHAPE: 0.6, LayerType.GRADIENT: 0.9}


def check(subject: Subject) -> CheckResult:
    """Every opaque surface and every text, each counting the same."""
    findings = [found for index in range(len(subject.layers)) if (found := _surface(subject, index))]
    findings += [
        _ink(subject, layer, ink.colour, ink.box)
        for layer, ink in subject.texts
        if ink is not None and ink.is_whole
    ]
    if not findings:
        return RULE.nothing("No layer with a colour of its own could be measured.")
    return RULE.mean(findings)


def _surface(subject: Subject, index: int) -> Finding | None:
    layer = subject.layers[index]
    if layer.type not in _SURFACES or layer.opacity < 0.99 or not layer.colours:
        return None
    samples = _visible(subject, index)
    if len(samples) < 16:
        return None
    wanted = _wanted(subject, layer)
    tolerance = subject.design.compliance.design_tolerance
    colours, counts = np.unique(samples & 0xFC, axis=0, return_counts=True)
    measured = lab(colours + 2)
    close = counts[nearest(measured, wanted)[0] <= tolerance].sum() / counts.sum() if len(wanted) else 0.0
    share = rounded(close)
    seen = "#{:02X}{:02X}{:02X}".format(*np.median(samples, axis=0).astype(int))
    message = (
        f"{percent(share)} of the surface {layer.id!r} shows the brand colour it was given; it looks "
        f"like {seen}."
    )
    return RULE.finding(
        ramp(share, 0.0, _FULL[layer.type]), seen, ", ".join(layer.colours), message, layer.box
    )


def _visible(subject: Subject, index: int) -> np.ndarray:
    """Samples of a surface where no later layer lies on it."""
    x, y, width, height = subject.layers[index].box
    columns = np.unique(np.linspace(x + 2, x + width - 3, _GRID).astype(int).clip(0, subject.width - 1))
    rows = np.unique(np.linspace(y + 2, y + height - 3, _GRID).astype(int).clip(0, subject.height - 1))
    free = np.ones((len(rows), len(columns)), dtype=bool)
    for later in subject.layers[index + 1 :]:
        if later.opacity > 0:
            left, top, w, h = later.box
            free &= ~(
                ((rows >= top - 3) & (rows < top + h + 3))[:, None]
                & ((columns >= left - 3) & (columns < left + w + 3))[None, :]
            )
    samples: np.ndarray = subject.pixels[np.ix_(rows, columns)][free]
    return samples


def _wanted(subject: Subject, layer: PlacedLayer) -> Floats:
    """The listed colours that are in the palette; of a gradient also what lies between them."""
    listed = np.array([rgb(colour) for colour in layer.colours], dtype=float)
    distances, _ = nearest(lab(listed), subject.palette)
    listed = listed[distances <= subject.design.compliance.design_tolerance]
    wanted = lab(listed)
    if layer.type is LayerType.GRADIENT and len(wanted) > 1:
        shares = np.linspace(0, 1, _MIXES)[:, None]
        pairs = pairwise(wanted)
        wanted = np.concatenate([one * (1 - shares) + other * shares for one, other in pairs])
    return wanted


def _ink(
    subject: Subject, layer: PlacedLayer, colour: tuple[float, ...], box: tuple[int, int, int, int]
) -> Finding:
    measured = lab(np.array([colour]))
    palette_distance, index = nearest(measured, subject.palette)
    distance = rounded(palette_distance[0])
    name = subject.design.palette[index[0]].name
    if layer.colours:
        listed = rounded(ciede2000(measured, lab(np.array([rgb(layer.colours[0])])))[0])
        distance = max(distance, listed)
    tolerance = subject.design.compliance.design_tolerance
    seen = "#{:02X}{:02X}{:02X}".format(*(round(channel) for channel in colour))
    message = (
        f"The text {layer.id!r} is drawn in {seen}, a distance of {distance:.1f} from the brand "
        "colour it should have "
        f"(nearest: {name}); up to {tolerance:g} is allowed."
    )
    return RULE.finding(ramp(distance, 3 * tolerance, tolerance), distance, tolerance, message, box)
