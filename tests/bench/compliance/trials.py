"""One render doctored in every way and judged three times: with a true layer list, with the unchanged one, with
none."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from onbrand.compliance import Severity, Verdict
from tests.bench.compliance.bases import Base, stored
from tests.bench.compliance.kinds import CONTRADICTIONS, Kind
from tests.bench.compliance.materials import Part

BROKEN = (Severity.MAJOR, Severity.BLOCKER)


class Column(StrEnum):
    """What the judge knows of the layers."""

    TRUE = "true list"
    UNCHANGED = "unchanged list"
    NONE = "no list"


class Answer(StrEnum):
    """What became of a violation."""

    FOUND = "found"
    MISSED = "missed"
    NOT_JUDGED = "not judged"


@dataclass(frozen=True)
class Trial:
    """A violation's answers by grade. ``scores`` of the worst of its own checks and ``totals`` of the whole verdict, the
    compliant render's first, then those of the grades where it was judged. ``is_a_lie``: an unchanged list speaks of
    something that is not there; ``contradicted``: at its worst, that was said."""

    part: Part
    kind: str
    column: Column
    number: int
    answers: dict[str, Answer]
    scores: tuple[float, ...]
    totals: tuple[float, ...]
    is_a_lie: bool
    contradicted: bool


@dataclass(frozen=True)
class Alarm:
    """A compliant render, and what was found wrong with it all the same."""

    part: Part
    column: Column
    number: int
    reasons: tuple[str, ...]


def answer(verdict: Verdict, checks: Sequence[str]) -> Answer:
    """Found: a finding of one of the checks is major or worse, which is what keeps a picture from being published
    unseen, and tells what is wrong; a score below the threshold alone would not. Not judged: nothing of it was said
    to be right."""
    own = [one for one in verdict.findings if one.check in checks]
    if any(one.severity in BROKEN for one in own):
        return Answer.FOUND
    if any(one.unknown for one in own) or all(one.score is None for one in own):
        return Answer.NOT_JUDGED
    return Answer.MISSED


def trials(base: Base, kinds: Sequence[Kind]) -> tuple[list[Trial], list[Alarm]]:
    """All of one render."""
    composition = base.whole[1]
    good = stored(base.whole[0])
    before = {Column.TRUE: base.judged(good, composition), Column.NONE: base.judged(good, None)}
    alarms = [Alarm(base.part, column, base.number, reasons(verdict)) for column, verdict in before.items()]
    before[Column.UNCHANGED] = before[Column.TRUE]
    found = []
    for kind in kinds:
        made = [(name, kind.doctor(base, grade)) for name, grade in kind.named_grades]
        ladder = [(name, stored(one[0]), one[1]) for name, one in made if one is not None]
        for column in Column if ladder else ():
            lists = {Column.UNCHANGED: composition, Column.NONE: None}
            verdicts = {name: base.judged(picture, lists.get(column, true)) for name, picture, true in ladder}
            checks = (*kind.checks, *CONTRADICTIONS) if column is Column.UNCHANGED else kind.checks
            answers = {name: answer(verdict, checks) for name, verdict in verdicts.items()}
            steps = [
                before[column],
                *(verdicts[name] for name, one in answers.items() if one is not Answer.NOT_JUDGED),
            ]
            found.append(
                Trial(
                    part=base.part,
                    kind=kind.name,
                    column=column,
                    number=base.number,
                    answers=answers,
                    scores=tuple(_worst(one, kind.checks) for one in steps),
                    totals=tuple(one.score or 0.0 for one in steps),
                    is_a_lie=kind.is_a_lie,
                    contradicted=answer([*verdicts.values()][-1], CONTRADICTIONS) is Answer.FOUND,
                )
            )
    return found, alarms


def _worst(verdict: Verdict, checks: Sequence[str]) -> float:
    return min(
        (one.score for one in verdict.findings if one.check in checks and one.score is not None), default=1.0
    )


def reasons(verdict: Verdict) -> tuple[str, ...]:
    """Checks with a major finding or worse, and the score when it is too low: what a compliant render is blamed for."""
    broken = tuple(one.check for one in verdict.findings if one.severity in BROKEN)
    low = ("score",) if verdict.score is None or verdict.score < verdict.threshold else ()
    return (*broken, *low)
