"""A picture that stands in for a photograph where none is chosen yet: soft light in the palette's colours."""

from PIL import Image

from onbrand.brand.colour import rgb
from onbrand.brand.profile import ProfileDesign
from onbrand.imaging.encode import encode

SIDE = 2048
"""Pixels; enough that no canvas shows it as a panel."""

DRAWN_SIDE = 256
MAX_BYTES = 8_000_000
ROLES = ("secondary", "primary", "accent")


def backdrop(design: ProfileDesign) -> bytes:
    """A square JPEG, the same bytes for the same palette."""
    named = [colour.hex for colour in design.palette]
    ground, shade, light = (
        rgb(design.colour(role) or named[place % len(named)]) for place, role in enumerate(ROLES)
    )
    image = Image.new("RGB", (DRAWN_SIDE, DRAWN_SIDE), ground)
    image.paste(shade, mask=Image.linear_gradient("L").point([value * 2 // 3 for value in range(256)]))
    glow = Image.radial_gradient("L").point([max(150 - value, 0) for value in range(256)])
    image.paste(light, (DRAWN_SIDE // 4, -DRAWN_SIDE // 8), glow)
    return encode(image.resize((SIDE, SIDE), Image.Resampling.BICUBIC), "jpeg", MAX_BYTES)
