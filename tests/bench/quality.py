"""How near the bare set's pixels are to a float Lanczos resize of the fully decoded photograph, crop by crop."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from onbrand.imaging.layout import Content, layout
from onbrand.imaging.model import Artwork
from onbrand.imaging.render import render_each
from onbrand.imaging.text import PillowMeasurer
from onbrand.placement import CORE_PLACEMENTS, Placement, placement
from tests.bench import designs, inputs
from tests.support.ssim import similarity

LUMA = (0.299, 0.587, 0.114)
LEAST_PSNR, LEAST_SSIM = 40.0, 0.99


def measure() -> list[dict[str, Any]]:
    """One row a photograph, with every variant's Y-PSNR in dB and SSIM, and the worst of both."""
    native = inputs.native()
    photos: Mapping[str, Path] = {
        **({"native 20 MP": native} if native else {}),
        "grown 24 MP": inputs.grown(progressive=False),
        "grown 24 MP, progressive": inputs.grown(progressive=True),
    }
    return [_row(name, photo) for name, photo in photos.items()]


def _row(name: str, photo: Path) -> dict[str, Any]:
    with Image.open(photo) as image:
        full = [band.convert("F") for band in image.convert("RGB").split()]
    artwork, targets = designs.bare(photo.read_bytes()), [placement(target) for target in CORE_PLACEMENTS]
    variants = {
        target.id: _likeness(full, artwork, target, picture)
        for target, (_, picture) in zip(targets, render_each(artwork, targets), strict=True)
    }
    psnr, likeness = (min(one[index] for one in variants.values()) for index in (0, 1))
    return {
        "name": f"quality: {name}",
        "y_psnr_db": psnr,
        "ssim": likeness,
        "target": f">= {LEAST_PSNR:.0f} dB, >= {LEAST_SSIM}",
        "met": psnr >= LEAST_PSNR and likeness >= LEAST_SSIM,
        "variants": {
            target: {"y_psnr_db": values[0], "ssim": values[1]} for target, values in variants.items()
        },
    }


def _likeness(
    full: list[Image.Image], artwork: Artwork, target: Placement, picture: Image.Image
) -> tuple[float, float]:
    content = Content(artwork.profile, artwork.texts, {}, full[0].size, (0.5, 0.5))
    (placed,) = layout(artwork.template, target, content, PillowMeasurer())
    if placed.photo is None:
        raise ValueError("the bare design shows something else than a photo")
    left, top, width, height = placed.photo.crop
    box = (left, top, min(left + width, full[0].width), min(top + height, full[0].height))
    wanted = _luma([np.asarray(band.resize(picture.size, Image.Resampling.LANCZOS, box)) for band in full])
    got = _luma([np.asarray(band, dtype=np.float32) for band in picture.split()])
    error = float(np.mean((got - wanted) ** 2))
    return round(10 * math.log10(255**2 / error), 2), round(similarity(got, wanted), 4)


def _luma(bands: list[NDArray[np.float32]]) -> NDArray[np.float32]:
    mixed = sum(share * band for share, band in zip(LUMA, bands, strict=True))
    return np.clip(np.asarray(mixed, dtype=np.float32), 0, 255)
