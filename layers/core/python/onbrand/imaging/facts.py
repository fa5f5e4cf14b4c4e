"""Facts of a picture that sourcing chooses by: its size and its dominant colours."""

import numpy as np
from PIL import Image

from onbrand.imaging.decode import opened
from onbrand.imaging.picture import PictureFacts

COLOURS = 6
LOOKED_AT = (96, 96)


def picture_facts(data: bytes) -> PictureFacts:
    """Size and up to six dominant colours of a picture of ours. Raises what decoding raises."""
    image = opened(data)
    width, height = image.size
    image.draft("RGB", LOOKED_AT)
    small = image.convert("RGB").resize(LOOKED_AT, Image.Resampling.BOX)
    reduced = small.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, kmeans=2)
    palette = np.array(reduced.getpalette("RGB"), dtype=np.uint8).reshape(-1, 3)
    counts = np.bincount(np.asarray(reduced).ravel(), minlength=len(palette))
    shares = sorted(((int(count), index) for index, count in enumerate(counts) if count), reverse=True)
    total = LOOKED_AT[0] * LOOKED_AT[1]
    return PictureFacts(
        width,
        height,
        [("#{:02X}{:02X}{:02X}".format(*palette[index]), round(count / total, 4)) for count, index in shares],
    )
