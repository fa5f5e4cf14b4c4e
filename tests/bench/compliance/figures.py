"""From single answers to the figures of the report."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from typing import Any

from tests.bench.compliance.bases import bases
from tests.bench.compliance.kinds import GRADES, KINDS, Kind
from tests.bench.compliance.materials import Part
from tests.bench.compliance.trials import Alarm, Answer, Column, Trial, trials

STRONG, MIDDLE, BY_PIXELS, ALARMS, MONOTONE = 0.98, 0.90, 0.90, 0.01, 0.99
UNNOTICED = 0.02
"""What a score may rise by from one grade to the next: what JPEG does to a measure."""

TURNS = 2  # of which only the first is doctored
EVERY = {Part.TUNED: 3, Part.HELD_OUT: 1}  # each kind is tried on every so many renders of a set: on twelve


def measure() -> list[dict[str, Any]]:
    """A row a kind, column and set, then those of the whole sets."""
    with ProcessPoolExecutor() as workers:
        done = list(
            workers.map(tried, [(part, at) for part in Part for at in range(len(bases(part, TURNS)))])
        )
    found = [trial for trials_of_one, _ in done for trial in trials_of_one]
    return rows(found, [alarm for _, alarms in done for alarm in alarms])


def tried(render: tuple[Part, int]) -> tuple[list[Trial], list[Alarm]]:
    """Everything that is tried on a render."""
    return trials(bases(render[0], TURNS)[render[1]], chosen(*render))


def chosen(part: Part, number: int) -> list[Kind]:
    """The kinds that are tried on a render."""
    doctored, every = number < len(bases(part)), EVERY[part]
    return [kind for at, kind in enumerate(KINDS) if doctored and (number // 3 + number + at) % every == 0]


def rows(tried: Sequence[Trial], alarms: Sequence[Alarm]) -> list[dict[str, Any]]:
    """All figures, each with its target where it has one."""
    return [row for part in Part for row in _part(part, tried, alarms)]


def _part(part: Part, tried: Sequence[Trial], alarms: Sequence[Alarm]) -> Iterator[dict[str, Any]]:
    own = [trial for trial in tried if trial.part is part]
    for kind in KINDS:
        for column in Column:
            yield _kind(part, kind, column, own)
    ladders = [trial for trial in own if len(trial.scores) > 2]
    lies = [trial.contradicted for trial in own if trial.column is Column.UNCHANGED and trial.is_a_lie]
    yield _share(f"a list that contradicts the pixels is said to, {part}", lies, BY_PIXELS)
    for who, checks in (
        ("its checks", lambda one: one.scores),
        ("the whole verdict", lambda one: one.totals),
    ):
        falling = [falls(checks(one)) for one in ladders]
        yield _share(f"a worse violation scores no higher by {who}, {part}", falling, MONOTONE)
    blamed = [bool(alarm.reasons) for alarm in alarms if alarm.part is part]
    yield _share(f"compliant renders with something found wrong, {part}", blamed, ALARMS, most=True)


def falls(scores: Sequence[float]) -> bool:
    """Whether no grade scores higher than a milder one."""
    return all(worse <= better + UNNOTICED for better, worse in pairwise(scores))


def _kind(part: Part, kind: Kind, column: Column, tried: Iterable[Trial]) -> dict[str, Any]:
    own = [trial for trial in tried if trial.kind == kind.name and trial.column is column]
    found: dict[str, Any] = {}
    for grade in GRADES:
        answers = [trial.answers[grade] for trial in own if grade in trial.answers]
        if answers:
            found[grade] = {
                "renders": len(answers),
                "judged": sum(one is not Answer.NOT_JUDGED for one in answers),
                "found": sum(one is Answer.FOUND for one in answers),
            }
    row = {"name": f"{kind.name}, {column}, {part}", "grades": found}
    wanted = {"middle": MIDDLE, "strong": STRONG} if column is Column.TRUE else {"strong": BY_PIXELS}
    unseen = column is Column.NONE and kind.takes_a_reader
    if unseen or (column is not Column.TRUE and not kind.by_pixels):
        return row
    met = all(
        found[grade]["found"] >= least * found[grade]["renders"]
        for grade, least in wanted.items()
        if grade in found
    )
    return row | {"target_shares": wanted, "met": met}


def _share(
    name: str, cases: Sequence[bool], target: float | None = None, most: bool = False
) -> dict[str, Any]:
    share = round(sum(cases) / max(1, len(cases)), 4)
    row = {"name": name, "share": share, "of": len(cases)}
    if target is None:
        return row
    return row | {"most" if most else "least": target, "met": share <= target if most else share >= target}
