"""The brand profile: what a brand asks of every picture. A value object with versions; others draw and judge by it."""

from collections import Counter
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from onbrand.brand.colour import MINIMUM_CONTRAST, Hex, contrast_ratio
from onbrand.brand.fonts import BrandFont
from onbrand.kernel.values import Value

Fraction = Annotated[float, Field(ge=0, le=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]


class ColourRole(StrEnum):
    """What a palette colour is for."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    ACCENT = "accent"
    BACKGROUND = "background"
    TEXT = "text"


class PaletteColour(Value):
    """A named colour of the palette. Templates refer to it by name."""

    name: Slug
    hex: Hex
    role: ColourRole


class FontChoice(Value):
    """A font family and the weights of it that the brand allows: an open one, or one that the brand uploaded."""

    family: str = Field(min_length=1, max_length=100)
    weights: tuple[Annotated[int, Field(ge=100, le=900, multiple_of=100)], ...] = Field(
        min_length=1, max_length=9
    )


class LetterCase(StrEnum):
    """How the letters of a text are written."""

    AS_WRITTEN = "as_written"
    UPPER = "upper"
    SENTENCE = "sentence"


class TypographyRules(Value):
    """Fonts by role. Sizes are fractions of the canvas's shorter side; ``heading_ratio`` is heading over body size at least."""

    heading: FontChoice
    body: FontChoice
    minimum_size: Fraction = 0.022
    heading_ratio: float = Field(default=1.3, ge=1, le=10)
    heading_case: LetterCase = LetterCase.AS_WRITTEN


class LogoVariant(StrEnum):
    """``full`` in its own colours; ``mono`` one dark colour; ``inverse`` for dark backgrounds."""

    FULL = "full"
    MONO = "mono"
    INVERSE = "inverse"


class LogoPosition(StrEnum):
    """Where the logo may stand: the ninth of the canvas that its centre lies in."""

    TOP_LEFT = "top_left"
    TOP = "top"
    TOP_RIGHT = "top_right"
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    BOTTOM_LEFT = "bottom_left"
    BOTTOM = "bottom"
    BOTTOM_RIGHT = "bottom_right"


class LogoRules(Value):
    """Sizes as fractions of the canvas: ``minimum_size`` and ``maximum_size`` of the logo's longer side over the canvas's
    shorter side; ``clear_space`` of the logo's height, kept empty around it."""

    minimum_size: Fraction = 0.10
    maximum_size: Fraction = 0.45
    clear_space: float = Field(default=0.25, ge=0, le=2)
    positions: tuple[LogoPosition, ...] = tuple(LogoPosition)

    @model_validator(mode="after")
    def _sizes_make_sense(self) -> Self:
        if self.minimum_size > self.maximum_size:
            raise ValueError("the logo's minimum size is above its maximum size")
        return self


class LayoutRules(Value):
    """``margin``: distance that text and logo keep from the edges, a fraction of the canvas's shorter side.
    ``maximum_text_cover``: share of the canvas that text may take."""

    margin: Fraction = 0.05
    maximum_text_cover: Fraction = 0.45


class Licence(StrEnum):
    """Licence types of the picture provider."""

    FREEMIUM = "freemium"
    PREMIUM = "premium"


class ImageryRules(Value):
    """Which pictures may be fetched. ``people``: True only with, False only without, None either."""

    licences: tuple[Licence, ...] = (Licence.FREEMIUM, Licence.PREMIUM)
    allow_ai_generated: bool = False
    people: bool | None = None


class Weights(Value):
    """Weights of the components; they are normalised. The default is the requirement's 25/30/20/25."""

    colour: float = Field(default=0.25, ge=0)
    logo: float = Field(default=0.30, ge=0)
    typography: float = Field(default=0.20, ge=0)
    layout: float = Field(default=0.25, ge=0)

    @model_validator(mode="after")
    def _weigh_something(self) -> Self:
        if self.colour + self.logo + self.typography + self.layout <= 0:
            raise ValueError("the weights sum to zero; at least one component must count")
        return self


class ComplianceRules(Value):
    """How the brand is judged: pass at ``threshold`` or above. Tolerances are CIEDE2000 distances.
    ``must_pass`` names checks whose failure fails the asset whatever the score."""

    weights: Weights = Weights()
    threshold: Fraction = 0.8
    design_tolerance: float = Field(default=5.0, gt=0, le=100)
    picture_tolerance: float = Field(default=25.0, gt=0, le=100)
    must_pass: tuple[Slug, ...] = ()


class ProfileDesign(Value):
    """What a person writes: everything of a profile but its ids and version."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    palette: tuple[PaletteColour, ...] = Field(min_length=2, max_length=24)
    typography: TypographyRules
    logo: LogoRules = LogoRules()
    layout: LayoutRules = LayoutRules()
    imagery: ImageryRules = ImageryRules()
    compliance: ComplianceRules = ComplianceRules()

    @model_validator(mode="after")
    def _is_usable(self) -> Self:
        doubled = [name for name, count in Counter(c.name for c in self.palette).items() if count > 1]
        if doubled:
            raise ValueError(f"the palette names {doubled[0]!r} twice")
        if not self.readable_pairs():
            raise ValueError(
                "no text colour of the palette reads on any of its backgrounds: "
                f"at least one pair needs a contrast of {MINIMUM_CONTRAST}:1"
            )
        return self

    def readable_pairs(self) -> tuple[tuple[PaletteColour, PaletteColour], ...]:
        """Pairs (text, background) whose contrast is 4.5:1 or better. Roles decide: text colours on all others; when the
        palette has no text colour, any colour may carry text."""
        texts = [c for c in self.palette if c.role is ColourRole.TEXT] or list(self.palette)
        return tuple(
            (text, ground)
            for text in texts
            for ground in self.palette
            if text.name != ground.name and contrast_ratio(text.hex, ground.hex) >= MINIMUM_CONTRAST
        )

    def colour(self, name: str) -> str | None:
        """``#RRGGBB`` of the palette colour with this name, or of the first with this role; ``on_<name>`` is the one
        that reads best on that colour, a text colour where one reads."""
        if name.startswith("on_") and (ground := self.colour(name.removeprefix("on_"))) is not None:
            return self._reading_on(ground)
        named = [c.hex for c in self.palette if c.name == name]
        playing = [c.hex for c in self.palette if c.role.value == name]
        return next(iter(named + playing), None)

    def _reading_on(self, ground: str) -> str:
        texts = [c.hex for c in self.palette if c.role is ColourRole.TEXT]
        readable = [one for one in texts if contrast_ratio(one, ground) >= MINIMUM_CONTRAST]
        return max(readable or [c.hex for c in self.palette], key=lambda one: contrast_ratio(one, ground))


class BrandProfile(Value):
    """A version of a brand's profile. ``default_template_id`` is used by requests that name no template; ``fonts`` are
    the uploaded files that this version's texts are set in, whatever is uploaded later."""

    id: str
    organization_id: str
    version: int = Field(ge=1)
    design: ProfileDesign
    default_template_id: str | None = None
    fonts: tuple[BrandFont, ...] = ()
    created_at: datetime
    created_by: str
