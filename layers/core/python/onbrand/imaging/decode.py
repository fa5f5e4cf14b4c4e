"""Foreign pictures become our own: upright, sRGB, opaque, one JPEG without metadata. Run it in a child
(child.py)."""

import hashlib
import io
from typing import Any

import numpy as np
from PIL import Image, ImageCms, ImageOps

from onbrand.imaging.encode import encode
from onbrand.imaging.errors import DamagedPictureError
from onbrand.imaging.header import MAX_FILE_BYTES, MAX_PIXELS, read_header
from onbrand.imaging.picture import NormalisedPicture
from onbrand.kernel.errors import OnBrandError

PAPER = (255, 255, 255)
"""What shows through where a picture is transparent."""


def normalise(data: bytes, *, max_pixels: int = MAX_PIXELS) -> NormalisedPicture:
    """The picture as we keep it. Raises NotAPictureError, PictureTooLargeError, DamagedPictureError."""
    header = read_header(data, max_pixels)
    try:
        image = Image.open(io.BytesIO(data), formats=(header.format,))
        image.load()
        upright = ImageOps.exif_transpose(_in_srgb(image))
        own = Image.new("RGB", upright.size)
        own.paste(upright)
        encoded = encode(own, "jpeg", MAX_FILE_BYTES)
    except OnBrandError:
        raise
    except Exception as error:  # decoders raise half a dozen kinds of exceptions
        raise DamagedPictureError("The picture is damaged: it cannot be read to its end.") from error
    return NormalisedPicture(encoded, own.width, own.height, hashlib.sha256(encoded).hexdigest())


def opened(data: bytes) -> Image.Image:
    """A picture of ours, or a checked one, with its header read. Raises what ``read_header`` raises."""
    header = read_header(data)
    return Image.open(io.BytesIO(data), formats=(header.format,))


def _in_srgb(image: Image.Image) -> Image.Image:
    """The picture in opaque sRGB, its colour profile applied; the orientation tag is kept."""
    exif, profile = image.getexif(), image.info.get("icc_profile")
    plain = _eight_bits(image)
    if plain.mode in ("LA", "PA", "RGBA") or "transparency" in plain.info:
        layer = plain.convert("RGBA")
        flat = Image.new("RGB", plain.size, PAPER)
        flat.paste(layer, mask=layer.getchannel("A"))
        plain = flat
    if plain.mode == "P":
        plain = plain.convert("RGB")
    converted = _by_profile(plain, profile) if profile else None
    result = converted or plain.convert("RGB")
    result.info = {}
    result.getexif()[ORIENTATION] = exif.get(ORIENTATION, 1)
    return result


ORIENTATION = 0x0112
"""The EXIF tag that says how the camera was held."""


def _eight_bits(image: Image.Image) -> Image.Image:
    if image.mode in ("I;16", "I;16B", "I"):
        return Image.fromarray((np.asarray(image).astype(np.uint32) >> 8).clip(0, 255).astype(np.uint8))
    return image.convert("L") if image.mode in ("1", "F") else image


def _by_profile(image: Image.Image, profile: Any) -> Image.Image | None:
    """Through the embedded profile; None when that is broken or for another mode, as browsers then ignore
    it."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(
            image,
            source,
            ImageCms.createProfile("sRGB"),
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
