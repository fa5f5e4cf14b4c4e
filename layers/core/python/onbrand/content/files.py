"""A rendered picture and its layer list as files in the bucket."""

from onbrand.content.objects import JSON
from onbrand.content.ports import Objects
from onbrand.imaging.model import Composition, RenderedVariant

EXTENSIONS = {"jpeg": "jpg", "jpg": "jpg", "png": "png", "webp": "webp", "avif": "avif"}
CONTENT_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "avif": "image/avif"}


def extension(rendered: RenderedVariant) -> str:
    """The file name's ending for the format of a picture."""
    return EXTENSIONS[rendered.format.lower()]


def put_rendered(objects: Objects, rendered: RenderedVariant, key: str, layers_key: str) -> None:
    """Stores the picture and, beside it, the layers that it was drawn from."""
    objects.put(key, rendered.data, CONTENT_TYPES[extension(rendered)])
    objects.put(layers_key, rendered.composition.model_dump_json().encode(), JSON)


def read_layers(objects: Objects, layers_key: str) -> Composition:
    """A stored layer list."""
    return Composition.model_validate_json(objects.get(layers_key))
