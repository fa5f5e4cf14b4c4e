"""Two pieces of work timed in turns, so that a busy machine slows both: the ratio is taken turn by turn."""

import statistics
import time
from collections.abc import Callable, Sequence
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
    ours, theirs = zip(*[(work(), base()) for _ in range(rounds)], strict=True)
    return ratio(name, ours, baseline, theirs)


def ratio(name: str, ms: Sequence[float], baseline: str, baseline_ms: Sequence[float]) -> dict[str, Any]:
    """The medians of both, and that of the ratios of each turn: load that comes and goes falls out of these."""
    ratios = [one / other for one, other in zip(ms, baseline_ms, strict=True)]
    return {
        "name": name,
        "ms": round(statistics.median(ms), 2),
        "baseline": baseline,
        "baseline_ms": round(statistics.median(baseline_ms), 2),
        "ratio": round(statistics.median(ratios), 3),
    }
