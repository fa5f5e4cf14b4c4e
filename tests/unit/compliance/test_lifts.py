"""What would raise the score most is weighed again by the judge's own arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onbrand.compliance import CheckResult, Component, Severity, Verdict
from onbrand.compliance.checks import MODULES
from onbrand.compliance.checks.rule import Rule
from onbrand.compliance.judge import Check, judge
from onbrand.compliance.subject import Subject
from tests.support.drawings import good

SUBJECT = good().subject()
NAMED = {module.RULE.check: module.RULE for module in MODULES if isinstance(module.RULE.component, Component)}
SCORES = st.dictionaries(
    st.sampled_from(sorted(NAMED)), st.none() | st.floats(0, 1).map(lambda one: round(one, 4)), min_size=1
)


def answering(rule: Rule, score: float | None) -> Check:
    def check(subject: Subject) -> CheckResult:
        if score is None:
            return rule.nothing("There is nothing.")
        return rule.worst([rule.finding(score, score, 1.0, f"It is {score}.")])

    return check


def verdict(scores: dict[str, float | None]) -> Verdict:
    return judge(SUBJECT, checks=[answering(NAMED[name], score) for name, score in scores.items()])


@given(SCORES)
def test_curing_a_check_adds_what_was_promised(scores: dict[str, float | None]) -> None:
    before = verdict(scores)
    for lift in before.lifts:
        after = verdict({**scores, lift.check: 1.0})
        assert before.score is not None
        assert after.score is not None
        assert after.score - before.score == pytest.approx(lift.gain, abs=2e-4)
    assert [lift.gain for lift in before.lifts] == sorted((one.gain for one in before.lifts), reverse=True)


@given(SCORES)
def test_nothing_outside_the_list_adds_more(scores: dict[str, float | None]) -> None:
    before = verdict(scores)
    listed = {lift.check for lift in before.lifts}
    least = min((lift.gain for lift in before.lifts), default=0.0) if len(before.lifts) == 5 else 0.0
    for name, score in scores.items():
        if score is not None and name not in listed and before.score is not None:
            gain = (verdict({**scores, name: 1.0}).score or 0.0) - before.score
            assert gain <= least + 2e-4


def test_a_check_with_several_flaws_counts_them_and_tells_the_worst() -> None:
    rule = NAMED["margins"]
    flaws = [rule.finding(score, score, 1.0, f"It is {score}.") for score in (0.5, 0.2, 1.0)]
    (lift,) = judge(SUBJECT, checks=[lambda subject: rule.worst(flaws)]).lifts
    assert (lift.findings, lift.message, lift.gain) == (2, "It is 0.2.", 0.8)
    assert flaws[1].severity is Severity.BLOCKER
