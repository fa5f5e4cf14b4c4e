"""Templates: layers and rules from which one design re-flows into every shape."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from onbrand.brand.layers import (
    Align,
    Anchor,
    Edge,
    ImageLayer,
    Layer,
    LogoLayer,
    PhotoLayer,
    QrLayer,
    TextLayer,
    TextRole,
)
from onbrand.brand.profile import Fraction, ProfileDesign, Slug
from onbrand.brand.regions import Region, regions_of
from onbrand.kernel.errors import FieldError
from onbrand.kernel.values import Value
from onbrand.placement import Family

__all__ = [
    "FamilyRules",
    "ImageLayer",
    "Layer",
    "LayerRules",
    "LogoLayer",
    "PhotoLayer",
    "Template",
    "TemplateDesign",
    "TemplateStatus",
    "TextLayer",
    "TextRole",
]

MAX_LAYERS = 40


class LayerRules(Value):
    """What a layer does differently in one family; absent fields stay as they are."""

    region: Slug | None = None
    anchor: Anchor | None = None
    hidden: bool = False
    size: Fraction | None = None
    min_size: Fraction | None = None
    max_size: Fraction | None = None
    max_lines: int | None = Field(default=None, ge=1, le=20)
    align: Align | None = None
    space_before: float | None = Field(default=None, ge=0, le=10)
    focus: Slug | None = None
    edge: Edge | None = None
    hold: Fraction | None = None
    width: Fraction | None = None
    height: Fraction | None = None


class FamilyRules(Value):
    """One shape family: ``regions`` replace the default ones of the same name; ``padding`` and ``gap`` are
    fractions of the unit; ``layers`` changes layers by id. ``mirror`` lets texts and scrims move to the
    side of a picture with a ``focus`` where its subject stays in view and the picture is calm; ``stretch`` is the share by which
    a picture's region may grow for its subject to fit."""

    regions: dict[Slug, Region] = Field(default_factory=dict)
    padding: Fraction = 0.065
    gap: Fraction = 0.028
    mirror: bool = False
    stretch: Fraction = 0.0
    layers: dict[Slug, LayerRules] = Field(default_factory=dict)


class TemplateDesign(Value):
    """What a designer writes: everything of a template but its ids and version. Layers from the bottom up."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    layers: tuple[Layer, ...] = Field(min_length=1, max_length=MAX_LAYERS)
    families: dict[Family, FamilyRules] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        ids = [layer.id for layer in self.layers]
        doubled = next((one for one in ids if ids.count(one) > 1), None)
        if doubled:
            raise ValueError(f"two layers are called {doubled!r}")
        for family in Family:
            unknown = sorted(set(self.rules(family).layers) - set(ids))
            if unknown:
                raise ValueError(f"the rules of {family} name {unknown[0]!r}, which is no layer")
            for layer in self.layers_for(family):
                if layer.region not in self.regions(family):
                    known = ", ".join(self.regions(family))
                    raise ValueError(
                        f"layer {layer.id!r} wants region {layer.region!r}, "
                        f"which {family} does not have ({known})"
                    )
                if isinstance(layer, PhotoLayer) and layer.focus not in (None, *self.regions(family)):
                    raise ValueError(
                        f"layer {layer.id!r} has its focus in {layer.focus!r}, which is no region"
                    )
        taking = next((one for one in self.layers if one.locked and _takes_from_a_request(one)), None)
        if taking:
            raise ValueError(f"layer {taking.id!r} is locked, but a request would fill it")
        return self

    def rules(self, family: Family) -> FamilyRules:
        """The rules of a family; the defaults where the design says nothing."""
        return self.families.get(family) or FamilyRules()

    def regions(self, family: Family) -> dict[str, Region]:
        """The regions of a family by name."""
        return regions_of(family) | self.rules(family).regions

    def layers_for(self, family: Family) -> tuple[Layer, ...]:
        """The layers that show in a family, with the family's changes."""
        rules = self.rules(family).layers
        return tuple(
            _changed(layer, rules.get(layer.id))
            for layer in self.layers
            if family in layer.families and not (layer.id in rules and rules[layer.id].hidden)
        )

    @property
    def slots(self) -> frozenset[str]:
        """Every slot that a brief can fill."""
        return frozenset(slot for layer in self.layers if (slot := getattr(layer, "slot", None)))

    @property
    def required_slots(self) -> frozenset[str]:
        """The slots that a brief must fill."""
        return frozenset(
            slot
            for layer in self.layers
            if (slot := getattr(layer, "slot", None)) and not _is_optional(layer)
        )

    def filled_by(self, texts: Mapping[str, str]) -> bool:
        """Whether ``texts`` fill every required slot with something to read."""
        return all(texts.get(slot, "").strip() for slot in self.required_slots)

    def check_against(self, profile: ProfileDesign) -> list[FieldError]:
        """What of the design the brand's profile does not know: colours, and weights of its fonts."""
        return [error for index, layer in enumerate(self.layers) for error in _misfits(index, layer, profile)]


class TemplateStatus(StrEnum):
    """Only published templates are used by requests that name none."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Template(Value):
    """A version of a brand's template."""

    id: str
    organization_id: str
    brand_id: str
    version: int = Field(ge=1)
    design: TemplateDesign
    status: TemplateStatus
    created_at: datetime
    created_by: str


def _changed(layer: Layer, rules: LayerRules | None) -> Layer:
    if rules is None:
        return layer
    changes: dict[str, Any] = {
        name: value
        for name, value in rules.model_dump(exclude_none=True, exclude={"hidden"}).items()
        if name in type(layer).model_fields
    }
    return layer.model_copy(update=changes)


def _takes_from_a_request(layer: Layer) -> bool:
    return isinstance(layer, PhotoLayer) or getattr(layer, "slot", None) is not None


def _is_optional(layer: Layer) -> bool:
    return isinstance(layer, TextLayer | QrLayer) and layer.optional


def _colours(layer: Layer) -> Iterable[tuple[str, str]]:
    for field in ("colour", "start", "end", "background"):
        if isinstance(value := getattr(layer, field, None), str):
            yield field, value
    for part in ("box", "shadow", "outline"):
        if (worn := getattr(layer, part, None)) is not None:
            yield f"{part}/colour", worn.colour


def _misfits(index: int, layer: Layer, profile: ProfileDesign) -> Iterable[FieldError]:
    for field, name in _colours(layer):
        if not name.startswith("#") and profile.colour(name) is None:
            known = ", ".join(colour.name for colour in profile.palette)
            yield FieldError(
                f"/layers/{index}/{field}",
                f"Layer {layer.id!r} uses the colour {name!r}, which the palette does not have. "
                f"It has: {known}.",
                "unknown_colour",
            )
    if isinstance(layer, TextLayer) and layer.weight is not None:
        typography = profile.typography
        font = typography.heading if layer.role is TextRole.HEADING else typography.body
        if layer.weight not in font.weights:
            allowed = ", ".join(map(str, font.weights))
            yield FieldError(
                f"/layers/{index}/weight",
                f"Layer {layer.id!r} wants {font.family} in weight {layer.weight}; "
                f"the brand allows {allowed}.",
                "unknown_weight",
            )
