"""What can be wrong with the surfaces that a design paints."""

from dataclasses import replace

import numpy as np
from PIL import ImageChops

from onbrand.brand.layers import ColourLayer, ShapeLayer, TextLayer
from onbrand.imaging.layout import Placed
from tests.bench.compliance.bases import Base, Doctored
from tests.bench.compliance.shades import shifted

LEAST = 0.005  # share of the picture below which no surface can be seen


def recoloured(base: Base, distance: float) -> Doctored | None:
    """All surfaces are this far from the colours that they had; None where no surface can be seen."""
    doctored = base.drawn(tuple(_recoloured(base, one, distance) for one in base.placed))
    changed = np.asarray(ImageChops.difference(doctored[0], base.whole[0])).any(axis=-1).mean()
    return doctored if changed >= LEAST else None


def _recoloured(base: Base, one: Placed, distance: float) -> Placed:
    palette = [colour.hex for colour in base.profile.palette]
    match one.layer:
        case ColourLayer() | ShapeLayer():
            own = base.profile.colour(one.layer.colour)
            assert own is not None
            return replace(
                one, layer=one.layer.model_copy(update={"colour": shifted(own, distance, palette)})
            )
        case TextLayer(box=ground) if ground is not None:
            own = base.profile.colour(ground.colour)
            assert own is not None
            new = ground.model_copy(update={"colour": shifted(own, distance, palette)})
            return replace(one, layer=one.layer.model_copy(update={"box": new}))
        case _:
            return one
