"""Provides the completion of uploads, which decodes them."""

from onbrand.bootstrap.brand import brand_repository
from onbrand.bootstrap.parts import parts
from onbrand.brand import Uploads
from onbrand.brand.ports import AssetFacts
from onbrand.imaging.child import normalise_in_child
from onbrand.imaging.logo import inspect_logo

LOGO_TYPES = ("image/svg+xml", "image/png")


class Inspector:
    """Reads uploads to their end in a limited child process."""

    def inspect(self, data: bytes, content_type: str) -> AssetFacts:
        """The facts of a sound file. Raises imaging's errors."""
        if content_type in LOGO_TYPES:
            return AssetFacts(*inspect_logo(data, content_type))
        picture = normalise_in_child(data)
        return AssetFacts(picture.width, picture.height)


def uploads() -> Uploads:
    """Use cases of brand assets that need pixels."""
    return Uploads(brand_repository(), parts().objects, Inspector(), parts().clock, parts().ids)
