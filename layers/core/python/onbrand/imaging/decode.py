"""Foreign pictures become our own: upright, sRGB, opaque, one JPEG without metadata. Run it in a child
(child.py), which loads nothing else of ours."""

import hashlib
import io
import warnings
from typing import Any

from PIL import Image, ImageChops, ImageCms

from onbrand.imaging.encode import encode
from onbrand.imaging.errors import DamagedPictureError, NotAPictureError, PictureTooLargeError
from onbrand.imaging.facts import dominant_colours
from onbrand.imaging.header import KEPT_PIXELS, MAX_FILE_BYTES, Header, open_quietly, read_header
from onbrand.imaging.picture import Measured, NormalisedPicture, Pixels
from onbrand.kernel.errors import OnBrandError

PAPER = (255, 255, 255)
"""What shows through where a picture is transparent."""

ORIENTATION = 0x0112
"""The EXIF tag that says how the camera was held (EXIF 2.32, 4.6.4)."""

STILL = ("JPEG",)
"""Formats that never move. Of several pictures in one JPEG, every viewer shows the first."""

UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def normalise(data: bytes, ground: tuple[int, int, int] = PAPER) -> NormalisedPicture:
    """The picture as we keep it; of an animation its first frame; clear parts show ``ground``. Raises
    NotAPictureError, PictureTooLargeError, DamagedPictureError."""
    header = read_header(data)
    try:
        own, sideways = _upright(_decoded(data, header), ground)
        encoded = encode(own, "jpeg", MAX_FILE_BYTES)
        colours = dominant_colours(own)
    except (OnBrandError, MemoryError):
        raise
    except Exception as error:  # decoders raise half a dozen kinds of exceptions
        raise DamagedPictureError("The picture is damaged: it cannot be read to its end.") from error
    size = (header.height, header.width) if sideways else (header.width, header.height)
    digest = hashlib.sha256(encoded).hexdigest()
    return NormalisedPicture(encoded, own.width, own.height, digest, Measured(*size, colours))


def pixels(data: bytes) -> Pixels:
    """The picture exactly as viewers show it: upright, sRGB, on white, no pixel more or less than it has. Raises
    what ``normalise`` raises, also for what moves or is too large to be kept whole."""
    header = read_header(data)
    if header.width * header.height > KEPT_PIXELS:
        raise PictureTooLargeError(
            f"The picture has {header.width} x {header.height} pixels; at most {KEPT_PIXELS / 1_000_000:g} "
            "megapixels can be judged one by one."
        )
    try:
        image = _decoded(data, header)
        if header.format not in STILL and getattr(image, "is_animated", False):
            raise NotAPictureError("The picture moves; only still ones can be judged.")
        whole, _ = _upright(image, PAPER)
        return Pixels(whole.tobytes(), whole.width, whole.height, f"image/{header.format.lower()}")
    except (OnBrandError, MemoryError):
        raise
    except Exception as error:
        raise DamagedPictureError("The picture is damaged: it cannot be read to its end.") from error


def own_png(data: bytes) -> tuple[bytes, int, int]:
    """A foreign picture with its clear parts, as our own sRGB PNG, and its size. Raises what ``normalise``
    raises."""
    header = read_header(data)
    try:
        image = _in_srgb(_decoded(data, header)).convert("RGBA")
        buffer = io.BytesIO()
        image.info = {}
        image.save(buffer, "PNG", compress_level=4)
    except (OnBrandError, MemoryError):
        raise
    except Exception as error:
        raise DamagedPictureError("The picture is damaged: it cannot be read to its end.") from error
    return buffer.getvalue(), image.width, image.height


def opened(data: bytes) -> Image.Image:
    """A picture of ours, its header read and not yet decoded. Raises what ``read_header`` raises."""
    return open_quietly(data, (read_header(data).format,))


def _decoded(data: bytes, header: Header) -> Image.Image:
    image = open_quietly(data, (header.format,))
    if header.shrink > 1:
        image.draft(None, (header.width // header.shrink, header.height // header.shrink))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image.load()
    return image


def _upright(image: Image.Image, ground: tuple[int, int, int]) -> tuple[Image.Image, bool]:
    """An opaque sRGB picture that stands upright, and whether width and height changed places. Each step lets
    go of the one before: two copies exist at once, not four."""
    turn = UPRIGHT.get(_orientation(image))
    image = _in_srgb(image)
    if image.mode == "RGBA":
        flat = Image.new("RGB", image.size, ground)
        flat.paste(image, mask=image)
        image = flat
    if image.width * image.height > KEPT_PIXELS:
        image = image.reduce(2)
    if turn is not None:
        image = image.transpose(turn)
    image.info = {}
    return image, turn is not None and turn.value > Image.Transpose.ROTATE_180.value


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:  # its parser fails in many ways; viewers then show the picture as it lies
        return 1


def _in_srgb(image: Image.Image) -> Image.Image:
    """RGB, or RGBA where there is transparency, with the embedded colour profile applied."""
    profile = image.info.get("icc_profile")
    if image.mode == "CMYK" and "adobe" not in image.info:
        image = ImageChops.invert(image)  # the decoder takes every CMYK for Adobe's, which is inverted
    if image.mode in ("LA", "PA", "La", "RGBa") or "transparency" in image.info:
        image = image if image.mode == "RGBA" else image.convert("RGBA")
    elif image.mode == "I;16":
        image = _eight_bits(image)
    elif image.mode not in ("RGB", "RGBA", "CMYK", "L"):
        image = image.convert("L" if image.mode == "1" else "RGB")
    converted = _by_profile(image, profile) if profile else None
    if converted is not None:
        return converted
    return image if image.mode in ("RGB", "RGBA") else image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    import numpy as np  # of a rare kind of picture; it takes as long to load as all else here

    return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))


def _by_profile(image: Image.Image, profile: Any) -> Image.Image | None:
    """Through the embedded profile; None when that is broken or for another mode, as browsers then ignore
    it."""
    in_place = image.mode in ("RGB", "RGBA")
    try:
        done = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode=None if in_place else "RGB",
            inPlace=in_place,
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
    return image if in_place else done
