"""Two templates to measure with: the photograph alone, and a photograph under a scrim with three texts and a logo."""

from dataclasses import replace

from infra.local import northbeam
from onbrand.brand.template import TemplateDesign
from onbrand.imaging.model import Artwork

BARE = {"name": "Bare", "layers": [{"id": "photo", "type": "photo"}]}

COMPOSED = {
    "name": "Composed",
    "layers": [
        {"id": "photo", "type": "photo"},
        {
            "id": "veil",
            "type": "scrim",
            "region": "copy",
            "colour": "forest",
            "strength": 0.85,
            "edge": "left",
        },
        {
            "id": "eyebrow",
            "type": "text",
            "region": "copy",
            "slot": "eyebrow",
            "role": "body",
            "colour": "copper",
            "anchor": "left",
            "min_size": 0.03,
            "max_size": 0.04,
            "max_lines": 1,
        },
        {
            "id": "headline",
            "type": "text",
            "region": "copy",
            "slot": "headline",
            "role": "heading",
            "colour": "milk",
            "anchor": "left",
            "min_size": 0.045,
            "max_size": 0.1,
            "max_lines": 3,
        },
        {
            "id": "cta",
            "type": "text",
            "region": "copy",
            "slot": "cta",
            "role": "cta",
            "colour": "milk",
            "anchor": "left",
            "min_size": 0.03,
            "max_size": 0.05,
            "max_lines": 1,
        },
        {"id": "logo", "type": "logo", "anchor": "bottom_right", "size": 0.27},
    ],
}


def bare(photo: bytes) -> Artwork:
    """Cropped around the middle and resized, nothing else."""
    return replace(northbeam.artwork(photo), template=TemplateDesign.model_validate(BARE), focal=(0.5, 0.5))


def composed(photo: bytes) -> Artwork:
    """With everything on it, and its focal point yet to be found."""
    return replace(northbeam.artwork(photo), template=TemplateDesign.model_validate(COMPOSED))
