"""Photographs to measure with: a native one from Debian, and large ones grown with a seed from the repository's
own. They are kept under .build/bench."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

CACHE = Path(".build/bench")
SEED = 24
GROWN = Path("infra/local/freepik/photos/barista-at-counter.jpg")
TIMES = 4
GRAIN, DETAIL = 4.0, 0.7
"""Standard deviation of the grain in levels, and how much of the photograph's own fine detail is repeated."""

SPREAD = (0.25, 0.5, 0.25)
"""Of the grain to neighbouring pixels, as a camera's interpolation of its colour sensors spreads it."""

PACKAGE = "lomiri-wallpapers-20.04"
NATIVE = "usr/share/backgrounds/Kleiber_by_Lukas_Baubkus.jpg"


def native() -> Path | None:
    """The 20 MP photograph of a bird from the Debian package (6028 x 3391, baseline, 4:2:2); None where apt
    cannot fetch it."""
    found = CACHE / "debian" / NATIVE
    if not found.exists() and shutil.which("apt-get") and shutil.which("dpkg"):
        CACHE.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "download", PACKAGE], cwd=CACHE, capture_output=True, check=False)
        for package in sorted(CACHE.glob(f"{PACKAGE}_*.deb")):
            subprocess.run(["dpkg", "-x", package, CACHE / "debian"], check=True)
            package.unlink()
    return found if found.exists() else None


def grown(*, progressive: bool) -> Path:
    """A photograph of the repository in 6000 x 4000 pixels (quality 90, 4:2:0), with detail and grain as large
    as a camera's."""
    return _kept("grown24p" if progressive else "grown24", _grown, quality=90, progressive=progressive)


def huge() -> Path:
    """100 MP (12248 x 8165), baseline."""
    return _kept("huge100", lambda: _grown().resize((12248, 8165), Image.Resampling.BICUBIC), quality=85)


def _kept(name: str, make: Callable[[], Image.Image], **options: Any) -> Path:
    path = CACHE / f"{name}.jpg"
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        make().save(path, "JPEG", subsampling="4:2:0", **options)
    return path


def _grown() -> Image.Image:
    with Image.open(GROWN) as photo:
        small = photo.convert("RGB")
    size = small.width * TIMES, small.height * TIMES
    soft = small.filter(ImageFilter.GaussianBlur(2))
    grain = _grain(size)
    bands = []
    for band, blurred in zip(small.split(), soft.split(), strict=True):
        fine = np.asarray(band, dtype=np.float32) - np.asarray(blurred, dtype=np.float32)
        mirrored = np.block([[fine, fine[:, ::-1]], [fine[::-1], fine[::-1, ::-1]]])
        texture = np.tile(mirrored, (TIMES // 2, TIMES // 2)) * DETAIL
        large = np.asarray(band.resize(size, Image.Resampling.BICUBIC), dtype=np.float32)
        values = large + texture + grain
        bands.append(Image.fromarray(np.clip(np.rint(values), 0, 255).astype(np.uint8)))
    return Image.merge("RGB", bands)


def _grain(size: tuple[int, int]) -> NDArray[np.float32]:
    before, here, after = SPREAD
    grain = np.random.default_rng(SEED).standard_normal((size[1], size[0]), dtype=np.float32)
    for axis in (0, 1):
        grain = before * np.roll(grain, 1, axis) + here * grain + after * np.roll(grain, -1, axis)
    return np.asarray(grain * (GRAIN / grain.std()), dtype=np.float32)
