"""Provides the completion of uploads, which decodes them."""

from onbrand.bootstrap.brand import brand_repository
from onbrand.bootstrap.parts import parts
from onbrand.brand import AssetKind, Uploads
from onbrand.brand.assets import VISUAL_CONTENT_TYPES
from onbrand.brand.ports import AssetFacts
from onbrand.imaging.child import normalise_in_child, own_font_in_child, own_logo_in_child, pixels_in_child
from onbrand.imaging.errors import NotAPictureError

JPEG = "image/jpeg"


class Inspector:
    """Reads uploads to their end in a limited child process."""

    def inspect(self, data: bytes, kind: AssetKind, content_type: str) -> AssetFacts:
        """Our own copy of a sound file, of a visual the file itself, with its facts. Raises imaging's errors."""
        if kind is AssetKind.LOGO:
            logo = own_logo_in_child(data, content_type)
            return AssetFacts(logo.data, content_type, width=logo.width, height=logo.height)
        if kind is AssetKind.FONT:
            font = own_font_in_child(data)
            return AssetFacts(
                font.data,
                f"font/{font.file_type}",
                family=font.family,
                weight=font.weight,
                heaviest=font.heaviest,
            )
        if kind is AssetKind.VISUAL:
            visual = pixels_in_child(data)
            if visual.content_type not in VISUAL_CONTENT_TYPES:
                raise NotAPictureError("The file is not a JPEG, PNG or WebP picture.")
            return AssetFacts(data, visual.content_type, width=visual.width, height=visual.height)
        picture = normalise_in_child(data)
        return AssetFacts(picture.data, JPEG, width=picture.width, height=picture.height)


def uploads() -> Uploads:
    """Use cases of brand assets that need pixels."""
    return Uploads(brand_repository(), parts().objects, Inspector(), parts().clock, parts().ids)
