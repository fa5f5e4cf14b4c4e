"""What a verdict comes to with waivers: nothing without them, never less with them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onbrand.brand.profile import ComplianceRules
from onbrand.compliance.model import (
    CheckResult,
    CheckScore,
    Component,
    Finding,
    Gate,
    Outcome,
    Severity,
    Verdict,
)
from onbrand.compliance.standing import standing
from onbrand.compliance.waiving import Waiver, is_flaw, sentence, standing_with, waived

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
PARTS = (*Component, *Gate)
ORDER = (Outcome.FAIL, Outcome.MANUAL_REVIEW, Outcome.PASS)


def finding(check: str, part: Component | Gate, score: float | None, unknown: bool = False) -> Finding:
    severity = Severity.OK
    if score is not None and score < 0.95:
        severity = Severity.MINOR if score >= 0.7 else Severity.MAJOR if score >= 0.25 else Severity.BLOCKER
    return Finding(
        check=check,
        component=part,
        score=score,
        severity=severity,
        measured=score,
        expected=1.0,
        message=f"{check} came to {score}.",
        unknown=unknown,
    )


def verdict_of(results: Sequence[CheckResult], rules: ComplianceRules, gentle: set[str]) -> Verdict:
    stands = standing(results, rules, gentle)
    return Verdict(
        score=stands.score,
        components=stands.components,
        weights=stands.weights,
        threshold=rules.threshold,
        outcome=stands.outcome,
        checks=tuple(
            CheckScore(check=one.check, component=one.component, score=one.score, gentle=one.check in gentle)
            for one in results
        ),
        findings=tuple(found for one in results for found in one.findings),
        gates=stands.gates,
        left_out=stands.left_out,
        profile_version=1,
        rule_set_version=1,
        engine_version="1",
        picture_sha256="0",
        placement="x_post",
        width=1,
        height=1,
    )


@st.composite
def verdicts(draw: st.DrawFn) -> tuple[Verdict, ComplianceRules]:
    results, gentle = [], set()
    for number in range(draw(st.integers(1, 8))):
        name, part = f"check_{number}", draw(st.sampled_from(PARTS))
        scores = draw(st.lists(st.integers(0, 20).map(lambda n: n / 20), max_size=4))
        if not scores:
            found = finding(name, part, None, unknown=draw(st.booleans()))
            results.append(CheckResult.of((found,), None))
            continue
        mean = draw(st.booleans())
        score = round(sum(scores) / len(scores), 4) if mean else min(scores)
        results.append(CheckResult.of(tuple(finding(name, part, one) for one in scores), score))
        if draw(st.booleans()):
            gentle.add(name)
    must = draw(st.lists(st.sampled_from([one.check for one in results]), max_size=2, unique=True))
    rules = ComplianceRules(threshold=draw(st.sampled_from((0.5, 0.8))), must_pass=tuple(must))
    return verdict_of(results, rules, gentle), rules


@given(verdicts())
def test_without_waivers_a_verdict_comes_to_what_it_says(made: tuple[Verdict, ComplianceRules]) -> None:
    verdict, rules = made
    stands = standing_with(verdict, rules, lambda _: False)
    assert (stands.score, stands.outcome, stands.components) == (
        verdict.score,
        verdict.outcome,
        verdict.components,
    )
    assert (stands.gates, stands.left_out) == (verdict.gates, verdict.left_out)


@given(verdicts(), st.sets(st.integers(0, 40)))
def test_a_waiver_never_makes_a_picture_worse(
    made: tuple[Verdict, ComplianceRules], chosen: set[int]
) -> None:
    verdict, rules = made
    spared = {id(one) for at, one in enumerate(verdict.findings) if at in chosen and is_flaw(one)}
    stands = standing_with(verdict, rules, lambda one: id(one) in spared)
    assert ORDER.index(stands.outcome) >= ORDER.index(verdict.outcome)
    if verdict.score is None:
        assert stands.score is None
    else:
        assert stands.score is not None
        assert stands.score >= verdict.score


@given(verdicts())
def test_when_every_flaw_is_waived_nothing_that_was_judged_counts_against_it(
    made: tuple[Verdict, ComplianceRules],
) -> None:
    verdict, rules = made
    stands = standing_with(verdict, rules, is_flaw)
    assert stands.outcome is not Outcome.FAIL
    assert all(gate.passed is not False for gate in stands.gates)


def waiver(**changes: object) -> Waiver:
    known = {
        "id": "w",
        "organization_id": "o",
        "brand_id": "b",
        "request_id": "r",
        "asset_id": "a",
        "check": "margins",
        "component": Component.LAYOUT,
        "message": "m",
        "reason": "Agreed.",
        "ends_at": NOW + timedelta(days=1),
        "created_at": NOW,
        "created_by": "u",
    }
    return Waiver.model_validate({**known, **changes})


def test_a_waiver_is_in_force_until_the_very_moment_of_its_end() -> None:
    one = waiver()
    assert one.is_in_force(one.ends_at - timedelta(microseconds=1))
    assert not one.is_in_force(one.ends_at)
    assert not waiver(withdrawn_at=NOW).is_in_force(NOW)


@pytest.mark.parametrize(
    ("changes", "covered"),
    [
        ({}, True),
        ({"check": "overlaps"}, False),
        ({"placement": "x_post"}, True),
        ({"placement": "pinterest_pin"}, False),
        ({"placement": "x_post", "box": (1, 2, 3, 4)}, True),
        ({"placement": "x_post", "box": (1, 2, 3, 5)}, False),
    ],
)
def test_a_waiver_covers_a_check_a_picture_or_a_place(changes: dict[str, object], covered: bool) -> None:
    found = finding("margins", Component.LAYOUT, 0.3).model_copy(update={"box": (1, 2, 3, 4)})
    assert waived([waiver(**changes)], "x_post")(found) is covered


def test_what_was_not_judged_and_what_was_right_cannot_be_waived() -> None:
    covers = waived([waiver()], "x_post")
    assert not covers(finding("margins", Component.LAYOUT, None, unknown=True))
    assert not covers(finding("margins", Component.LAYOUT, 1.0))


def test_it_is_said_what_is_waived_and_that_a_must_no_longer_fails() -> None:
    found = finding("margins", Component.LAYOUT, 0.1)
    said = sentence(waiver(), found, ComplianceRules())
    assert said == "margins came to 0.1. This is waived until 6 January 2026: Agreed."
    must = sentence(waiver(), found, ComplianceRules(must_pass=("margins",)))
    assert must == f"{said} The rule must hold, but does not fail the picture meanwhile."
