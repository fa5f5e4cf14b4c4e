"""CPU of whole sets in turns: the codec alone, the bare set, the composed set, the search for the focal point.

Run as a program, it measures one photograph and prints JSON: resizers are chosen once a process, so the measure
without the SIMD wheel needs a process of its own.
"""

import io
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.bench import inputs
from tests.bench.timing import cpu_ms, ratio

WITHOUT_SIMD = "without-simd"
BASELINE, PROGRESSIVE, STOCK, COMPOSED, FOCAL_MS = 1.8, 1.3, 5.0, 1.5, 15.0
"""Targets: ratios to the codec's bound, of the composed to the bare set, and milliseconds."""


def measure(rounds: int) -> list[dict[str, Any]]:
    """Rows for every photograph, with the SIMD resizer and without."""
    rows = []
    native = inputs.native()
    photos = [
        *([("native 20 MP", native, BASELINE)] if native else []),
        ("grown 24 MP", inputs.grown(progressive=False), BASELINE),
        ("grown 24 MP, progressive", inputs.grown(progressive=True), PROGRESSIVE),
    ]
    for name, photo, target in photos:
        for stock in (False, True):
            ms = in_process(photo, rounds, stock=stock)
            label = f"{name}, without the SIMD wheel" if stock else name
            rows += [
                row(f"bare set: {label}", ms["bare"], "codec bound", ms["bound"], STOCK if stock else target),
                row(
                    f"composed set: {label}",
                    ms["composed"],
                    "bare set",
                    ms["bare"],
                    None if stock else COMPOSED,
                ),
            ]
            if not stock:
                focal = round(statistics.median(ms["focal"]), 2)
                rows.append(
                    {
                        "name": f"focal analysis: {name}",
                        "ms": focal,
                        "target_ms": FOCAL_MS,
                        "met": focal <= FOCAL_MS,
                    }
                )
    return rows


def row(
    name: str, ms: Sequence[float], baseline: str, baseline_ms: Sequence[float], target: float | None
) -> dict[str, Any]:
    """A ratio, and whether it meets its target where there is one."""
    written = ratio(name, ms, baseline, baseline_ms)
    return written if target is None else written | {"target": target, "met": written["ratio"] <= target}


def in_process(photo: Path, rounds: int, *, stock: bool) -> dict[str, list[float]]:
    """Milliseconds of CPU of each turn by name, and of wall clock as ``bare_wall``; ``stock`` is without the SIMD
    wheel."""
    command = [sys.executable, "-m", "tests.bench.speed", str(photo), str(rounds)]
    done = subprocess.run(
        [*command, WITHOUT_SIMD] if stock else command,
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    return json.loads(done.stdout)


def _alternatives(photo: bytes) -> dict[str, Callable[[], Any]]:
    from PIL import Image

    from onbrand.imaging.encode import QUALITIES
    from onbrand.imaging.focal import attention
    from onbrand.imaging.render import OVERVIEW_WIDTH, compose, render
    from onbrand.imaging.resize import Pyramid
    from onbrand.placement import CORE_PLACEMENTS, placement
    from tests.bench import designs

    targets = [placement(name) for name in CORE_PLACEMENTS]
    bare, composed = designs.bare(photo), designs.composed(photo)
    ready = [compose(bare, target)[0] for target in targets]

    def decoded() -> Image.Image:
        image = Image.open(io.BytesIO(photo))
        scale = max(max(one.width / image.width, one.height / image.height) for one in targets)
        image.draft("RGB", (int(image.width * scale), int(image.height * scale)))
        image.load()
        return image

    def bound() -> None:
        decoded()
        for picture in ready:
            picture.save(io.BytesIO(), "JPEG", quality=QUALITIES["jpeg"].best, subsampling=0)

    pyramid = Pyramid(decoded(), Image.open(io.BytesIO(photo)).size)
    pyramid.overview(OVERVIEW_WIDTH)  # a level that the crops need anyway
    return {
        "bound": bound,
        "bare": lambda: render(bare, targets),
        "composed": lambda: render(composed, targets),
        "focal": lambda: attention(pyramid.overview(OVERVIEW_WIDTH)),
    }


def _main(photo: str, rounds: str, *options: str) -> None:
    if WITHOUT_SIMD in options:
        sys.modules["cykooz_resizer"] = None  # type: ignore[assignment]  # as if it was not installed
    alternatives = _alternatives(Path(photo).read_bytes())
    taken: dict[str, list[float]] = {name: [] for name in (*alternatives, "bare_wall")}
    for turn in range(int(rounds) + 1):
        for name, work in alternatives.items():
            start = time.perf_counter()
            ms = cpu_ms(work)
            if turn:  # the first one warms up
                taken[name].append(ms)
                if name == "bare":
                    taken["bare_wall"].append((time.perf_counter() - start) * 1000)
    print(json.dumps(taken))  # noqa: T201


if __name__ == "__main__":
    _main(*sys.argv[1:])
