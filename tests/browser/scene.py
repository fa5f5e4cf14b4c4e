"""A request in review with pictures in the bucket and findings that have boxes."""

import io
from typing import Any

from PIL import Image

from onbrand.bootstrap.content import requests
from onbrand.bootstrap.parts import Parts
from tests.support.scenes import Scene, finding, in_review

LOGO_BOX = [820, 950, 190, 40]
HEADLINE_BOX = [72, 670, 700, 80]


def boxed() -> list[dict[str, Any]]:
    """Findings of every severity; the last one has no place on the picture."""
    word = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"
    return [
        {**finding("minor", "The heading is a little small."), "check": "text_size", "box": HEADLINE_BOX},
        {**finding("blocker", "The logo stands bottom right."), "check": "logo_position", "box": LOGO_BOX},
        {
            **finding("major", f"The text {word} cannot be read."),
            "check": "text_contrast",
            "box": HEADLINE_BOX,
        },
        finding("minor", "A third of the picture is text."),
    ]


def shown(parts: Parts, name: str = "northbeam") -> Scene:
    """The scene; call it while the parts are in use."""
    scene = in_review(parts, name, *boxed())
    for variant in requests().story(scene.organization.id, scene.request.id).variants:
        data = io.BytesIO()
        Image.new("RGB", (variant.width, variant.height), "#A8492A").save(data, "JPEG")
        parts.objects.put(variant.key, data.getvalue(), "image/jpeg")
    return scene
