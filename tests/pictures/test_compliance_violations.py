"""A few of the benchmark's violations at their strongest: each is found, the render without it is not blamed."""

import pytest

from tests.bench.compliance.bases import bases, stored
from tests.bench.compliance.kinds import KINDS
from tests.bench.compliance.trials import Answer, answer, reasons

BASES = {base.number: base for base in bases() if base.number in (4, 27)}
WITH_A_LIST = (
    "surface colour",
    "text colour",
    "logo stretched",
    "logo recoloured",
    "logo crowded",
    "text too small",
    "low contrast",
    "busy background",
    "overlap",
)
WITHOUT = ("surface colour", "logo removed", "logo rotated", "logo old")


def answered(base, name, *, listed):
    kind = next(kind for kind in KINDS if kind.name == name)
    picture, composition = kind.doctor(base, kind.grades[-1])
    return answer(base.judged(stored(picture), composition if listed else None), kind.checks)


@pytest.mark.parametrize("name", WITH_A_LIST)
@pytest.mark.parametrize("number", BASES)
def test_strong_violation_is_found_with_a_true_list(number, name):
    assert answered(BASES[number], name, listed=True) is Answer.FOUND


@pytest.mark.parametrize("name", WITHOUT)
@pytest.mark.parametrize("number", BASES)
def test_strong_violation_is_found_without_a_list(number, name):
    assert answered(BASES[number], name, listed=False) is Answer.FOUND


@pytest.mark.parametrize("name", ["text too small", "busy background", "forbidden word"])
def test_what_takes_a_list_is_not_called_right_without_one(name):
    assert answered(BASES[4], name, listed=False) is not Answer.MISSED


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("number", BASES)
def test_nothing_is_wrong_with_a_compliant_render(number, listed):
    base = BASES[number]
    picture, composition = base.whole
    assert reasons(base.judged(stored(picture), composition if listed else None)) == ()


def test_list_that_speaks_of_a_logo_that_is_not_there_is_contradicted():
    base = BASES[4]
    picture, _ = base.without_logo
    assert answer(base.judged(stored(picture), base.whole[1]), ("as_listed", "logo_presence")) is Answer.FOUND
