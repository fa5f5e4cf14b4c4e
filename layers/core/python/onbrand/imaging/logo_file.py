"""Uploaded logos, read to their end. Run it in a child (child.py)."""

from onbrand.imaging.errors import NotAPictureError
from onbrand.imaging.picture import OwnLogo

SVG_TYPE = "image/svg+xml"
TRIAL_SIDE = 64
"""Pixels of the longer side at which an SVG is drawn to see that it can be."""


def own_logo(data: bytes, content_type: str) -> OwnLogo:
    """The logo as we keep it. Raises NotAPictureError, UnsafeLogoError, DamagedPictureError,
    PictureTooLargeError."""
    if content_type == SVG_TYPE:
        return _svg(data)
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        raise NotAPictureError("A logo is an SVG or a PNG.")
    from onbrand.imaging.decode import own_png

    return OwnLogo(*own_png(data))


def _svg(data: bytes) -> OwnLogo:
    from onbrand.imaging.svg import check_svg, rasterised

    width, height = check_svg(data)
    scale = TRIAL_SIDE / max(width, height)
    rasterised(data, max(1, round(width * scale)), max(1, round(height * scale)))
    return OwnLogo(data, max(1, round(width)), max(1, round(height)))
