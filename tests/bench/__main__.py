"""`make bench`: writes out/bench.json and prints the ratios."""

import json
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench import init, pictures

ROUNDS = 5


def main() -> None:
    """Measure everything and write it down."""
    console = Console()
    rows = [*pictures.measure(ROUNDS), *init.measure(ROUNDS)]
    table = Table("what", "ms (median)", "baseline", "ms (median)", "ratio")
    for row in rows:
        table.add_row(
            row["name"],
            f"{row['ms']:.1f}",
            row["baseline"],
            f"{row['baseline_ms']:.1f}",
            f"{row['ratio']:.2f}",
        )
    console.print(table)
    out = Path("out/bench.json")
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps({"rounds": ROUNDS, "results": rows}, indent=1) + "\n", encoding="utf-8")
    console.print(f"Written to {out}.")


if __name__ == "__main__":
    main()
