"""Facts of a picture that sourcing chooses by: its dominant colours."""

from PIL import Image

COLOURS = 6
LOOKED_AT = (96, 96)


def dominant_colours(image: Image.Image) -> tuple[tuple[str, float], ...]:
    """Up to six colours of an RGB picture as (``#RRGGBB``, share), largest first."""
    small = image.resize(LOOKED_AT, Image.Resampling.BOX, reducing_gap=2.0)
    reduced = small.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, kmeans=2).convert("RGB")
    counted: dict[str, int] = {}
    for count, colour in reduced.getcolors(COLOURS) or []:
        red, green, blue = colour if isinstance(colour, tuple) else (0, 0, 0)
        counted[f"#{red:02X}{green:02X}{blue:02X}"] = count
    total = LOOKED_AT[0] * LOOKED_AT[1]
    ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return tuple((name, round(count / total, 4)) for name, count in ordered)
