"""A rendered picture and its layer list as files in the bucket."""

import json
from collections.abc import Sequence

from onbrand.content.objects import JSON
from onbrand.content.ports import Objects
from onbrand.imaging.model import Composition, RenderedVariant

EXTENSIONS = {"jpeg": "jpg", "jpg": "jpg", "png": "png", "webp": "webp", "avif": "avif"}
CONTENT_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "avif": "image/avif"}


def extension(rendered: RenderedVariant) -> str:
    """The file name's ending for the format of a picture."""
    return EXTENSIONS[rendered.format.lower()]


def put_picture(objects: Objects, rendered: RenderedVariant, key: str) -> None:
    """Stores the picture."""
    objects.put(key, rendered.data, CONTENT_TYPES[extension(rendered)])


def put_layers(objects: Objects, key: str, compositions: Sequence[Composition]) -> None:
    """Stores the layers that pictures were drawn from, as one document by placement."""
    document = {one.placement: one.model_dump(mode="json") for one in compositions}
    objects.put(key, json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(), JSON)


def read_layers(objects: Objects, key: str, placement: str) -> Composition:
    """The layers of a placement's picture. A document of an earlier request holds one picture's only."""
    document = json.loads(objects.get(key))
    return Composition.model_validate(document.get(placement, document))
