"""What a layout is made from, and what it gives."""

from collections.abc import Mapping
from dataclasses import dataclass

from onbrand.brand.layers import Layer
from onbrand.brand.profile import ProfileDesign
from onbrand.imaging.crop import Interest, PhotoPlace
from onbrand.imaging.flow import PlacedItem
from onbrand.imaging.geometry import Rect
from onbrand.imaging.subject import Subject


@dataclass(frozen=True, slots=True)
class Content:
    """What the boxes depend on besides template and placement. ``texts`` by slot; ``ratios`` of width to
    height: of the logo under ``logo``, of images under their names; ``photo`` in pixels and its ``focal`` in
    fractions; ``interest`` lets crops lean towards what else draws the eye (focal.py); ``subject`` is what they
    keep whole (saliency.py)."""

    profile: ProfileDesign
    texts: Mapping[str, str]
    ratios: Mapping[str, float]
    photo: tuple[int, int]
    focal: tuple[float, float]
    interest: Interest | None = None
    subject: Subject | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A layer with its box, and what is special about its kind."""

    layer: Layer
    box: Rect
    photo: PhotoPlace | None = None
    flowed: PlacedItem | None = None
