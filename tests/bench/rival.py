"""The bare set against npm's sharp, where it is installed: `npm install --prefix .build/bench/sharp sharp`."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from onbrand.imaging.encode import QUALITIES
from onbrand.placement import CORE_PLACEMENTS, placement
from tests.bench import inputs, speed

INSTALLED = inputs.CACHE / "sharp"
PROGRAM = Path(__file__).with_suffix(".mjs").resolve()
EXPERT_CPU, USUAL_WALL = 0.75, 0.40
"""Targets: ratios to the CPU of sharp with one raw base, and to the wall clock of sharp with twelve pipelines."""


def measure(rounds: int) -> list[dict[str, Any]]:
    """Two rows a photograph; none where sharp or node is missing."""
    if not (INSTALLED / "node_modules/sharp").exists() or not shutil.which("node"):
        return []
    native = inputs.native()
    photos = {
        **({"native 20 MP": native} if native else {}),
        "grown 24 MP": inputs.grown(progressive=False),
        "grown 24 MP, progressive": inputs.grown(progressive=True),
    }
    return [row for name, photo in photos.items() for row in _rows(name, photo, rounds)]


def _rows(name: str, photo: Path, rounds: int) -> list[dict[str, Any]]:
    turns = [(speed.in_process(photo, 1, stock=False), _sharp(photo)) for _ in range(rounds)]
    cpu, wall = ([ours[key][0] for ours, _ in turns] for key in ("bare", "bare_wall"))
    expert = [theirs["expert"]["cpu"] for _, theirs in turns]
    usual = [theirs["usual"]["wall"] for _, theirs in turns]
    return [
        speed.row(f"bare set, CPU: {name}", cpu, "sharp by an expert", expert, EXPERT_CPU),
        speed.row(f"bare set, wall: {name}", wall, "sharp as most write it", usual, USUAL_WALL),
    ]


def _sharp(photo: Path) -> dict[str, dict[str, float]]:
    sizes = [(one.width, one.height) for one in map(placement, CORE_PLACEMENTS)]
    done = subprocess.run(
        ["node", PROGRAM, photo.resolve(), json.dumps(sizes), str(QUALITIES["jpeg"].best)],
        cwd=INSTALLED,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)
