"""Overrides change what they name and nothing else, whatever the design."""

from hypothesis import given
from hypothesis import strategies as st

from onbrand.brand.layers import LogoLayer, TextLayer
from onbrand.brand.overrides import LayerOverride, overridden
from onbrand.brand.profile import LogoVariant
from onbrand.brand.regions import Region
from onbrand.brand.starters import starter_templates
from onbrand.brand.template import TemplateDesign
from onbrand.placement import Family
from tests.support.artworks import template

DESIGNS = [template(), *starter_templates().values()]
IDS = [*sorted({layer.id for design in DESIGNS for layer in design.layers}), "nowhere"]
PARTS = st.floats(0.05, 0.45)
OVERRIDES = st.builds(
    LayerOverride,
    layer=st.sampled_from(IDS),
    families=st.lists(st.sampled_from(Family), unique=True).map(tuple),
    colours=st.dictionaries(
        st.sampled_from(["colour", "start", "end", "box"]), st.just("#12AB34"), max_size=4
    ),
    min_size=st.none() | st.floats(0, 1),
    size=st.none() | st.floats(0, 1),
    variant=st.none() | st.sampled_from([*LogoVariant, "readable"]),
    within=st.none() | st.builds(Region, x=PARTS, y=PARTS, width=PARTS, height=PARTS),
)


def locked(design: TemplateDesign) -> TemplateDesign:
    def hold(layer):
        taking = getattr(layer, "slot", None) is not None or layer.type == "photo"
        return layer if taking else layer.model_copy(update={"locked": True})

    return design.model_copy(update={"layers": tuple(hold(one) for one in design.layers)})


@given(st.sampled_from(DESIGNS), st.lists(OVERRIDES, max_size=4))
def test_every_overridden_design_is_a_design(design: TemplateDesign, overrides: list[LayerOverride]) -> None:
    changed = overridden(design, overrides)
    assert TemplateDesign.model_validate(changed.model_dump(mode="json")) == changed
    assert [one.id for one in changed.layers] == [one.id for one in design.layers]
    assert overridden(design, overrides) == changed
    for family in Family:
        assert [one.id for one in changed.layers_for(family)] == [one.id for one in design.layers_for(family)]


@given(st.sampled_from(DESIGNS), st.lists(OVERRIDES, max_size=4))
def test_locked_layers_look_the_same(design: TemplateDesign, overrides: list[LayerOverride]) -> None:
    held = locked(design)
    changed = overridden(held, overrides)
    for family in Family:
        for before, after in zip(held.layers_for(family), changed.layers_for(family), strict=True):
            if before.locked:
                assert after == before


@given(OVERRIDES)
def test_what_an_override_does_not_name_stays(override: LayerOverride) -> None:
    design = template()
    changed = overridden(design, [override])
    for family in Family:
        for before, after in zip(design.layers_for(family), changed.layers_for(family), strict=True):
            if before.id != override.layer:
                assert after.model_copy(update={"region": before.region}) == before
            elif family not in override.families and isinstance(before, TextLayer):
                assert (after.min_size, after.max_size) == (before.min_size, before.max_size)  # type: ignore[union-attr]


def test_each_field_does_what_it_says() -> None:
    design = template()
    changed = overridden(
        design,
        [
            LayerOverride(layer="cta", colours={"colour": "#000000", "box": "#FFFFFF"}),
            LayerOverride(layer="body", min_size=0.05, families=(Family.SQUARE,)),
            LayerOverride(layer="logo", size=0.5, variant=LogoVariant.MONO),
            LayerOverride(
                layer="headline", within=Region(x=0, y=0.6, width=1, height=0.3), families=(Family.SQUARE,)
            ),
        ],
    )
    square = {one.id: one for one in changed.layers_for(Family.SQUARE)}
    cta, body, logo = square["cta"], square["body"], square["logo"]
    assert isinstance(cta, TextLayer)
    assert isinstance(body, TextLayer)
    assert isinstance(logo, LogoLayer)
    assert cta.box is not None
    assert (cta.colour, cta.box.colour) == ("#000000", "#FFFFFF")
    assert (body.min_size, body.max_size) == (0.05, 0.05)
    assert (logo.size, logo.variant) == (0.5, LogoVariant.MONO)
    together = {
        one.region for one in square.values() if one.id in ("headline", "body", "cta", "logo", "rule")
    }
    (name,) = together
    region = changed.regions(Family.SQUARE)[name]
    assert (region.y, round(region.y + region.height, 9)) == (0.6, 0.9)
    assert square["ground"].region == "canvas"
    freed = overridden(changed, [LayerOverride(layer="logo", variant="readable")])
    assert next(one for one in freed.layers if isinstance(one, LogoLayer)).variant is None
