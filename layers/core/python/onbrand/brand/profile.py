"""The brand profile: what a brand asks of every picture. A value object with versions; others draw and judge by it."""

from collections import Counter
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from onbrand.brand.colour import MINIMUM_CONTRAST, Hex, contrast_ratio
from onbrand.brand.fonts import BrandFont
from onbrand.kernel.values import Value

Fraction = Annotated[float, Field(ge=0, le=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


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


class Proportions(Value):
    """How much of the colours that a design adds each role should take; they are normalised, 0 means none."""

    primary: float = Field(default=0, ge=0)
    secondary: float = Field(default=0, ge=0)
    accent: float = Field(default=0, ge=0)
    background: float = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _share_something(self) -> Self:
        if self.primary + self.secondary + self.accent + self.background <= 0:
            raise ValueError("the proportions sum to zero; at least one role must take a share")
        return self


class ColourRules(Value):
    """``proportions`` of the roles, each kept within ``proportion_tolerance`` (a share). Colours within
    ``forbidden_tolerance`` (CIEDE2000) of a ``forbidden`` one take at most ``forbidden_share`` of a picture."""

    proportions: Proportions | None = None
    proportion_tolerance: Fraction = 0.15
    forbidden: tuple[Hex, ...] = Field(default=(), max_length=24)
    forbidden_tolerance: float = Field(default=5.0, gt=0, le=100)
    forbidden_share: Fraction = 0.01


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
    """Fonts by role. Sizes are fractions of the canvas's shorter side; ``heading_ratio`` is heading over body size at least.
    ``maximum_line_length`` counts characters; line heights are in font sizes."""

    heading: FontChoice
    body: FontChoice
    minimum_size: Fraction = 0.022
    heading_ratio: float = Field(default=1.3, ge=1, le=10)
    heading_case: LetterCase = LetterCase.AS_WRITTEN
    maximum_families: int = Field(default=2, ge=1, le=10)
    maximum_line_length: int = Field(default=60, ge=10, le=300)
    minimum_line_height: float = Field(default=0.85, ge=0.5, le=3)
    maximum_line_height: float = Field(default=2.0, ge=0.5, le=5)


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


class Element(StrEnum):
    """What a brand may want on every picture."""

    LOGO = "logo"
    PHOTO = "photo"
    HEADING = "heading"
    BODY = "body"
    CTA = "cta"
    LEGAL = "legal"
    QR = "qr"


class LayoutRules(Value):
    """``margin``: distance that text and logo keep from the edges, a fraction of the canvas's shorter side.
    ``maximum_text_cover``: share of the canvas that text may take; ``minimum_whitespace``: share that stays free.
    ``grid_columns`` divide the canvas between its margins. ``maximum_imbalance``: how far the middle of all that draws
    the eye may lie from the canvas's, in half sides. ``maximum_focal_cover``: share of the picture's focal region that
    may be covered."""

    margin: Fraction = 0.05
    maximum_text_cover: Fraction = 0.45
    minimum_whitespace: Fraction = 0.35
    grid_columns: int | None = Field(default=None, ge=2, le=24)
    maximum_imbalance: Fraction = 0.5
    maximum_focal_cover: Fraction = 0.25
    mandatory: tuple[Element, ...] = ()


class ToneRule(Value):
    """A list of words with a name ("hard sell"): to be avoided, or ``wanted``, at least one of them."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    words: tuple[Phrase, ...] = Field(min_length=1, max_length=200)
    wanted: bool = False


class WordingRules(Value):
    """Words and sentences. ``disclaimers`` must be on the picture or in the caption; what stands in braces varies:
    ``{rate} % effective interest``."""

    forbidden: tuple[Phrase, ...] = Field(default=(), max_length=500)
    disclaimers: tuple[Phrase, ...] = Field(default=(), max_length=20)
    tone: tuple[ToneRule, ...] = Field(default=(), max_length=20)


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
    ``must_pass`` names checks whose failure fails the asset whatever the score. Contrasts are WCAG ratios.
    ``remedy``: whether what composition can cure is cured and scored again."""

    weights: Weights = Weights()
    threshold: Fraction = 0.8
    design_tolerance: float = Field(default=5.0, gt=0, le=100)
    picture_tolerance: float = Field(default=25.0, gt=0, le=100)
    must_pass: tuple[Slug, ...] = ()
    minimum_contrast: float = Field(default=MINIMUM_CONTRAST, ge=1, le=21)
    minimum_large_contrast: float = Field(default=3.0, ge=1, le=21)
    remedy: bool = True


class ProfileDesign(Value):
    """What a person writes: everything of a profile but its ids and version."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    palette: tuple[PaletteColour, ...] = Field(min_length=2, max_length=24)
    typography: TypographyRules
    logo: LogoRules = LogoRules()
    layout: LayoutRules = LayoutRules()
    imagery: ImageryRules = ImageryRules()
    compliance: ComplianceRules = ComplianceRules()
    colours: ColourRules = ColourRules()
    wording: WordingRules = WordingRules()

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
