"""Two pieces of work timed in turns, so that a busy machine slows both."""

import statistics
import time
from collections.abc import Callable
from typing import Any


def cpu_ms(work: Callable[[], Any]) -> float:
    """CPU milliseconds of this process for one call."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def compare(
    name: str, baseline: str, work: Callable[[], float], base: Callable[[], float], rounds: int
) -> dict[str, Any]:
    """Median milliseconds of both and their ratio; each callable runs its work once and answers its milliseconds."""
    work(), base()
    pairs = [(work(), base()) for _ in range(rounds)]
    ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    return {
        "name": name,
        "ms": round(ours, 2),
        "baseline": baseline,
        "baseline_ms": round(theirs, 2),
        "ratio": round(ours / theirs, 3),
    }
