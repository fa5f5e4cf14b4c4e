"""The layers that templates are made of. Imaging draws what is described here.

Positions are regions (regions.py) and anchors in them. Sizes are fractions of the *unit*: the shorter side
of what is seen, i.e. of the canvas without the placement's safe insets.
"""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from onbrand.brand.profile import Fraction, LetterCase, Slug
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


class _Layer(Value):
    id: Slug
    region: Slug = CANVAS
    anchor: Anchor = Anchor.TOP_LEFT
    opacity: Fraction = 1.0
    families: tuple[Family, ...] = tuple(Family)
    space_before: float = Field(default=1.0, ge=0, le=10)


class PhotoLayer(_Layer):
    """The request's picture, cropped around its focal point to fill the region. When it would have to be
    enlarged too much it becomes a panel; ``radius`` (of the unit) rounds the panel's corners."""

    type: Literal["photo"] = "photo"
    radius: Fraction = 0.0


class ColourLayer(_Layer):
    """The region in one colour."""

    type: Literal["colour"] = "colour"
    colour: ColourName


class GradientLayer(_Layer):
    """A linear gradient over the region; ``angle`` in degrees, 0 to the right, 90 downwards."""

    type: Literal["gradient"] = "gradient"
    start: ColourName
    end: ColourName
    angle: float = Field(default=90, ge=0, lt=360)


class ShapeLayer(_Layer):
    """A rectangle or ellipse. With ``width`` and ``height`` (of the unit) it stands in the flow of its
    region; without, it fills the region."""

    type: Literal["shape"] = "shape"
    shape: Literal["rectangle", "ellipse"] = "rectangle"
    colour: ColourName
    width: Fraction | None = None
    height: Fraction | None = None
    radius: Fraction = 0.0


class ScrimLayer(_Layer):
    """A veil that makes text readable on a picture: ``strength`` opaque at ``edge``, clear at the opposite
    one."""

    type: Literal["scrim"] = "scrim"
    colour: ColourName
    strength: Fraction = 0.75
    edge: Literal["top", "right", "bottom", "left"] = "bottom"


class Box(Value):
    """A filled box around a text. ``padding`` in font sizes (sideways, up and down); ``round`` makes it a
    pill."""

    colour: ColourName
    padding: tuple[float, float] = (1.0, 0.6)
    round: bool = True


class TextLayer(_Layer):
    """A text: the brief's text of ``slot``, or the fixed ``text``. Sizes are fractions of the unit."""

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
    align: Align = Align.LEFT
    case: LetterCase | None = None
    optional: bool = False
    box: Box | None = None

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if (self.slot is None) == (self.text is None):
            raise ValueError(f"layer {self.id!r} needs either a slot or a text")
        if self.min_size > self.max_size:
            raise ValueError(f"layer {self.id!r}: its smallest size is above its largest")
        return self


class LogoLayer(_Layer):
    """The brand's logo; ``size`` is its longer side over the unit. Imaging chooses the variant."""

    type: Literal["logo"] = "logo"
    size: Fraction = 0.22


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
