"""From single answers to the figures of the report."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from typing import Any

from tests.bench.compliance.bases import bases
from tests.bench.compliance.kinds import GRADES, KINDS, Kind
from tests.bench.compliance.trials import Alarm, Answer, Column, Trial, trials

STRONG, MIDDLE, BY_PIXELS, ALARMS, MONOTONE = 0.98, 0.90, 0.90, 0.01, 0.99
UNNOTICED = 0.02
"""What a score may rise by from one grade to the next: what JPEG does to a measure."""

TURNS = 3  # of which only the first is doctored
EVERY = 2  # each kind is tried on every second render


def measure() -> list[dict[str, Any]]:
    """A row a kind and column, then those of the whole."""
    with ProcessPoolExecutor() as workers:
        done = list(workers.map(_tried, range(len(bases(TURNS)))))
    tried = [trial for found, _ in done for trial in found]
    return rows(tried, [alarm for _, alarms in done for alarm in alarms])


def _tried(number: int) -> tuple[list[Trial], list[Alarm]]:
    return trials(bases(TURNS)[number], chosen(number))


def chosen(number: int) -> list[Kind]:
    """The kinds that are tried on a render."""
    doctored = number < len(bases())
    return [kind for at, kind in enumerate(KINDS) if doctored and (number // 3 + at) % EVERY == 0]


def rows(tried: Sequence[Trial], alarms: Sequence[Alarm]) -> list[dict[str, Any]]:
    """All figures, each with its target where it has one."""
    ladders = [trial for trial in tried if len(trial.scores) > 2]
    false = [alarm for alarm in alarms if alarm.reasons]
    lies = [trial.contradicted for trial in tried if trial.column is Column.UNCHANGED and trial.is_a_lie]
    return [
        *(_kind(kind, column, tried) for kind in KINDS for column in Column),
        _share("a list that contradicts the pixels is said to", lies, BY_PIXELS),
        _share(
            "a worse violation scores no higher with its checks",
            [falls(one.scores) for one in ladders],
            MONOTONE,
        ),
        _share("a worse violation scores no higher in all", [falls(one.totals) for one in ladders]),
        _share(
            "compliant renders with something found wrong",
            [one in false for one in alarms],
            ALARMS,
            most=True,
        ),
    ]


def falls(scores: Sequence[float]) -> bool:
    """Whether no grade scores higher than a milder one."""
    return all(worse <= better + UNNOTICED for better, worse in pairwise(scores))


def _kind(kind: Kind, column: Column, tried: Iterable[Trial]) -> dict[str, Any]:
    own = [trial for trial in tried if trial.kind == kind.name and trial.column is column]
    found: dict[str, Any] = {}
    for grade in GRADES:
        answers = [trial.answers[grade] for trial in own if grade in trial.answers]
        judged = [one for one in answers if one is not Answer.NOT_JUDGED]
        if answers:
            found[grade] = {
                "renders": len(answers),
                "judged": len(judged),
                "found": sum(one is Answer.FOUND for one in judged),
            }
    row = {"name": f"{kind.name}, {column}", "grades": found}
    if column is Column.TRUE:
        wanted = {"middle": MIDDLE, "strong": STRONG}
        met = all(found[grade]["judged"] == found[grade]["renders"] for grade in wanted if grade in found)
    elif kind.by_pixels:
        wanted, met = {"strong": BY_PIXELS}, True
    else:
        return row
    reached = all(
        found[grade]["found"] >= least * found[grade]["judged"]
        for grade, least in wanted.items()
        if grade in found
    )
    return row | {"target_shares": wanted, "met": met and reached}


def _share(
    name: str, cases: Sequence[bool], target: float | None = None, most: bool = False
) -> dict[str, Any]:
    share = round(sum(cases) / max(1, len(cases)), 4)
    row = {"name": name, "share": share, "of": len(cases)}
    if target is None:
        return row
    return row | {"most" if most else "least": target, "met": share <= target if most else share >= target}
