"""Templates to begin with, written with roles of a palette instead of colours, so that they fit every brand."""

from functools import cache
from importlib.resources import files

from onbrand.brand.template import TemplateDesign

STARTERS = ("offer", "quote", "product_launch")


@cache
def starter_templates() -> dict[str, TemplateDesign]:
    """The starter templates by name."""
    folder = files("onbrand.brand.starters")
    return {
        name: TemplateDesign.model_validate_json(folder.joinpath(f"{name}.json").read_bytes())
        for name in STARTERS
    }
