"""The layers that templates are made of. Imaging draws what is described here.

Positions are regions (regions.py) and anchors in them. Sizes are fractions of the *unit*: the shorter side
of what is seen, i.e. of the canvas without the placement's safe insets.
"""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from onbrand.brand.profile import Fraction, LetterCase, LogoVariant, Slug
from onbrand.brand.regions import CANVAS
from onbrand.kernel.values import Value
from onbrand.placement import Family

ColourName = Annotated[str, StringConstraints(pattern=r"^(#[0-9a-fA-F]{6}|[a-z][a-z0-9_-]{0,39})$")]
"""A palette colour by name or role; ``#RRGGBB`` where a design needs a colour outside the palette."""


class Anchor(StrEnum):
    """Where in its region a layer stands."""

    TOP_LEFT = "top_left"
    TOP = "top"
    TOP_RIGHT = "top_right"
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    BOTTOM_LEFT = "bottom_left"
    BOTTOM = "bottom"
    BOTTOM_RIGHT = "bottom_right"

    @property
    def column(self) -> int:
        """0 left, 1 centre, 2 right."""
        return 0 if self.value.endswith("left") else 2 if self.value.endswith("right") else 1

    @property
    def band(self) -> int:
        """0 top, 1 middle, 2 bottom."""
        return 0 if self.value.startswith("top") else 2 if self.value.startswith("bottom") else 1


class TextRole(StrEnum):
    """What a text is; the profile's typography gives headings one font and all others the body font."""

    HEADING = "heading"
    BODY = "body"
    CTA = "cta"
    LEGAL = "legal"


class Align(StrEnum):
    """How the lines of a text stand to each other."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


Blend = Literal["normal", "multiply", "screen"]


class _Layer(Value):
    """``locked``: a request cannot change it, so it must not take anything from a request."""

    id: Slug
    region: Slug = CANVAS
    anchor: Anchor = Anchor.TOP_LEFT
    opacity: Fraction = 1.0
    blend: Blend = "normal"
    locked: bool = False
    families: tuple[Family, ...] = tuple(Family)
    space_before: float = Field(default=1.0, ge=0, le=10)


class PhotoLayer(_Layer):
    """The request's picture, cropped around its subject to fill the region. ``focus`` names the part of the region
    that texts leave free: the subject stands there, or, where the picture cannot fill the region so, all of it does.
    When it would have to be enlarged too much, or its subject cut, it becomes a panel; ``radius`` (of the unit)
    rounds the panel's corners."""

    type: Literal["photo"] = "photo"
    focus: Slug | None = None
    radius: Fraction = 0.0


class ColourLayer(_Layer):
    """The region in one colour."""

    type: Literal["colour"] = "colour"
    colour: ColourName


class GradientLayer(_Layer):
    """A gradient over the region: linear with ``angle`` in degrees, 0 to the right, 90 downwards; or radial, from
    the middle to the corners."""

    type: Literal["gradient"] = "gradient"
    kind: Literal["linear", "radial"] = "linear"
    start: ColourName
    end: ColourName
    angle: float = Field(default=90, ge=0, lt=360)


class ShapeLayer(_Layer):
    """A rectangle, ellipse or line (a rectangle with round ends). With ``width`` and ``height`` (of the unit) it
    stands in the flow of its region; without, it fills the region."""

    type: Literal["shape"] = "shape"
    shape: Literal["rectangle", "ellipse", "line"] = "rectangle"
    colour: ColourName
    width: Fraction | None = None
    height: Fraction | None = None
    radius: Fraction = 0.0


Edge = Literal["top", "right", "bottom", "left"]


class ScrimLayer(_Layer):
    """A veil that makes text readable on a picture: ``strength`` opaque from ``edge`` over the share ``hold`` of the
    region, then clear towards the opposite edge. It shows only where a picture lies under it: one with a ``focus``
    that does not fill its region needs none."""

    type: Literal["scrim"] = "scrim"
    colour: ColourName
    strength: Fraction = 0.75
    edge: Edge = "bottom"
    hold: Fraction = 0.0


class Box(Value):
    """A filled box around a text. ``padding`` in font sizes (sideways, up and down); ``round`` makes it a
    pill."""

    colour: ColourName
    padding: tuple[float, float] = (1.0, 0.6)
    round: bool = True


class Shadow(Value):
    """A soft shadow under a text. Distances in font sizes."""

    colour: ColourName
    right: float = Field(default=0.0, ge=-0.5, le=0.5)
    down: float = Field(default=0.06, ge=-0.5, le=0.5)
    blur: float = Field(default=0.12, ge=0, le=1)
    opacity: Fraction = 0.6


class Outline(Value):
    """A line around each letter. ``width`` in font sizes."""

    colour: ColourName
    width: float = Field(default=0.04, gt=0, le=0.2)


class TextLayer(_Layer):
    """A text: the brief's text of ``slot``, or the fixed ``text``. Sizes are fractions of the unit;
    ``letter_spacing`` is added after each letter, in font sizes."""

    type: Literal["text"] = "text"
    slot: Slug | None = None
    text: str | None = Field(default=None, min_length=1, max_length=500)
    role: TextRole = TextRole.BODY
    colour: ColourName
    weight: int | None = None
    min_size: Fraction = 0.022
    max_size: Fraction = 0.06
    max_lines: int = Field(default=4, ge=1, le=20)
    line_height: float = Field(default=1.35, ge=0.9, le=2.5)
    letter_spacing: float = Field(default=0.0, ge=-0.1, le=1)
    align: Align = Align.LEFT
    case: LetterCase | None = None
    optional: bool = False
    box: Box | None = None
    shadow: Shadow | None = None
    outline: Outline | None = None

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if (self.slot is None) == (self.text is None):
            raise ValueError(f"layer {self.id!r} needs either a slot or a text")
        if self.min_size > self.max_size:
            raise ValueError(f"layer {self.id!r}: its smallest size is above its largest")
        return self


class LogoLayer(_Layer):
    """The brand's logo; ``size`` is its longer side over the unit. Without a ``variant`` (or where the brand does
    not have it) imaging chooses the one that reads best. It is never mixed with what is under it."""

    type: Literal["logo"] = "logo"
    blend: Literal["normal"] = "normal"
    size: Fraction = 0.22
    variant: LogoVariant | None = None


class ImageLayer(_Layer):
    """A picture of the brand, never cropped; ``size`` is its longer side over the unit."""

    type: Literal["image"] = "image"
    image: Slug
    size: Fraction = 0.2


class QrLayer(_Layer):
    """A QR code of the brief's text in ``slot``; ``size`` is its side over the unit."""

    type: Literal["qr"] = "qr"
    slot: Slug
    size: Fraction = 0.18
    colour: ColourName
    background: ColourName
    optional: bool = False


Layer = Annotated[
    PhotoLayer
    | ColourLayer
    | GradientLayer
    | ShapeLayer
    | ScrimLayer
    | TextLayer
    | LogoLayer
    | ImageLayer
    | QrLayer,
    Field(discriminator="type"),
]
