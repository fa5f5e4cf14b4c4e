"""`make bench`: writes out/bench.json and prints the figures beside their targets.

``python -m tests.bench speed memory`` measures these parts only and keeps what the file has of the others.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.bench import approvals, init, memory, pictures, quality, reading, rival, speed, usage
from tests.bench.compliance import figures

ROUNDS = 7
MEMORY_ROUNDS = 2
RIVAL_ROUNDS = 5

OUT = Path("out/bench.json")
PARTS: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "speed": lambda: speed.measure(ROUNDS),
    "memory": lambda: memory.measure(MEMORY_ROUNDS),
    "quality": quality.measure,
    "rival": lambda: rival.measure(RIVAL_ROUNDS),
    "pictures": lambda: pictures.measure(ROUNDS),
    "init": lambda: init.measure(ROUNDS),
    "usage": usage.measure,
    "compliance": figures.measure,
    "reading": reading.measure,
    "approvals": approvals.measure,
}


def main(chosen: list[str]) -> None:
    """Measure the parts, each written down as soon as it is done. Raises KeyError for an unknown one."""
    console = Console()
    written = json.loads(OUT.read_text(encoding="utf-8")) if OUT.exists() and chosen else {}
    results: dict[str, list[dict[str, Any]]] = {}
    for row in written.get("results", []):
        results.setdefault(row["part"], []).append(row)
    table = Table("what", "measured", "against", "ratio", "target", "met")
    for part in chosen or PARTS:
        results[part] = [{"part": part, **row} for row in PARTS[part]()]
        for row in results[part]:
            table.add_row(row["name"], *_cells(row), {True: "yes", False: "NO", None: ""}[row.get("met")])
        OUT.parent.mkdir(exist_ok=True)
        rows = [row for rows in results.values() for row in rows]
        OUT.write_text(json.dumps({"rounds": ROUNDS, "results": rows}, indent=1) + "\n", encoding="utf-8")
    console.print(table)
    console.print(f"Written to {OUT}.")


def _cells(row: dict[str, Any]) -> tuple[str, str, str, str]:
    """Measured, against what, ratio, target."""
    if "y_psnr_db" in row:
        return f"{row['y_psnr_db']} dB, SSIM {row['ssim']:.4f}", "float Lanczos", "", row["target"]
    if "grades" in row:
        return _shares(row)
    if "share" in row:
        limit = (
            f"<= {row['most']:.0%}" if "most" in row else f">= {row['least']:.0%}" if "least" in row else ""
        )
        return f"{row['share']:.1%} of {row['of']}", "", "", limit
    if "mb" in row:
        return f"{row['mb']} MB", "after imports", "", _limit(row, "target_mb", " MB")
    if "ratio" in row:
        unit = row.get("unit", "ms")
        against = f"{row['baseline']} ({row['baseline_ms']:.1f} {unit})"
        return f"{row['ms']:.1f} {unit}", against, f"{row['ratio']:.2f}", _limit(row, "target", "")
    return f"{row['ms']:.1f} ms", "", "", _limit(row, "target_ms", " ms")


def _shares(row: dict[str, Any]) -> tuple[str, str, str, str]:
    """Found of those that were judged, grade by grade, and how many were not."""
    grades = row["grades"]
    found = [f"{name} {one['found']} of {one['judged']}" for name, one in grades.items() if one["judged"]]
    unjudged = max((one["renders"] - one["judged"] for one in grades.values()), default=0)
    wanted = [f"{name} {share:.0%}" for name, share in row.get("target_shares", {}).items() if name in grades]
    return (
        ", ".join(found) or "not judged",
        f"{unjudged} not judged" if unjudged else "",
        "",
        ", ".join(wanted),
    )


def _limit(row: dict[str, Any], key: str, unit: str) -> str:
    return f"<= {row[key]}{unit}" if row.get(key) is not None else ""


if __name__ == "__main__":
    main(sys.argv[1:])
