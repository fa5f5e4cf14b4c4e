"""Peak memory of rendering and of taking a picture in, each in a fresh process, above what the imports take."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.bench import inputs

MEASURED = """
import sys
from pathlib import Path
import numpy
from onbrand.imaging import child, decode, render
from onbrand.placement import CORE_PLACEMENTS, placement
from tests.bench import designs

def kilobytes(name):
    return int(Path("/proc/self/status").read_text().split(name + ":")[1].split()[0])

task, path, targets = sys.argv[1], Path(sys.argv[2]), [placement(name) for name in CORE_PLACEMENTS]
before = kilobytes("VmRSS")
Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
if task == "render":
    render.render(designs.composed(path.read_bytes()), targets)
else:
    decode.normalise(path.read_bytes())
print((kilobytes("VmHWM") - before) * 1024)
"""


def peak_mb(task: str, photo: Path) -> float:
    """Megabytes that ``render`` (the composed set) or ``normalise`` takes at its peak, the file's bytes included."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, task, photo],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    return int(done.stdout) / 1e6


def measure(rounds: int) -> list[dict[str, Any]]:
    """The largest of some runs, in megabytes."""
    wanted = [
        ("render 24 MP", "render", inputs.grown(progressive=False), 160),
        ("render 24 MP, progressive", "render", inputs.grown(progressive=True), None),
        ("render 100 MP", "render", inputs.huge(), 250),
        ("take in 24 MP", "normalise", inputs.grown(progressive=False), None),
        ("take in 100 MP", "normalise", inputs.huge(), 250),
    ]
    native = inputs.native()
    if native:
        wanted.insert(1, ("render native 20 MP", "render", native, 160))
    rows: list[dict[str, Any]] = []
    for name, task, photo, target in wanted:
        mb = round(max(peak_mb(task, photo) for _ in range(rounds)), 1)
        row = {"name": f"peak memory: {name}", "mb": mb}
        rows.append(row if target is None else row | {"target_mb": target, "met": mb <= target})
    return rows
