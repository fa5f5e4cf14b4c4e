"""Templates say what they need and what is wrong with them."""

import pytest
from pydantic import ValidationError

from onbrand.brand.template import TemplateDesign
from onbrand.placement import Family
from tests.support.artworks import profile, template, texts


def design(**changes):
    return template().model_dump(mode="json") | changes


def with_layer(layer):
    return {"name": "One", "layers": [layer]}


def test_northbeams_template_knows_its_slots_and_its_palette():
    assert template().required_slots == {"headline", "cta"}
    assert template().slots == {"headline", "cta", "body", "eyebrow"}
    assert template().check_against(profile()) == []


def test_a_brief_fills_a_template_only_with_something_to_read():
    assert template().filled_by(texts())
    assert not template().filled_by(texts() | {"headline": "  "})


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (with_layer({"id": "a", "type": "photo", "region": "nowhere"}), "layer 'a' wants region 'nowhere'"),
        (with_layer({"id": "a", "type": "text", "colour": "ink"}), "layer 'a' needs either a slot or a text"),
        (
            with_layer({"id": "a", "type": "text", "slot": "s", "colour": "ink", "min_size": 0.2}),
            "layer 'a': its smallest size is above its largest",
        ),
        ({"name": "Two", "layers": [{"id": "a", "type": "photo"}] * 2}, "two layers are called 'a'"),
        (
            design(families={"story": {"layers": {"ghost": {"hidden": True}}}}),
            "name 'ghost', which is no layer",
        ),
        (with_layer({"id": "a", "type": "hologram"}), "hologram"),
        (
            design(families={"story": {"regions": {"copy": {"x": 0.6, "y": 0, "width": 0.6, "height": 1}}}}),
            "beyond the canvas",
        ),
    ],
)
def test_what_is_wrong_is_said_by_name(document, message):
    with pytest.raises(ValidationError, match=message):
        TemplateDesign.model_validate(document)


def test_unknown_palette_colours_and_weights_are_told_with_their_place():
    document = with_layer({"id": "a", "type": "text", "slot": "s", "colour": "mauve", "weight": 900})
    errors = TemplateDesign.model_validate(document).check_against(profile())
    assert [error.pointer for error in errors] == ["/layers/0/colour", "/layers/0/weight"]
    assert "'mauve'" in errors[0].detail


def test_a_family_changes_or_hides_layers():
    shown = {layer.id: layer for layer in template().layers_for(Family.EXTREME_BANNER)}
    assert "cta" not in shown
    assert shown["logo"].region == "brand"
