"""From results to a verdict: weights, null components, outcomes."""

import subprocess
import sys

import pytest
from PIL import Image

from onbrand.brand.profile import ComplianceRules, ProfileDesign, Weights
from onbrand.compliance import CheckResult, Component, Finding, Gate, Outcome, Severity
from onbrand.compliance.checks import CHECKS, RULES
from onbrand.compliance.judge import ENGINE_VERSION, RULE_SET_VERSION, judge
from onbrand.compliance.subject import Subject


def design(**compliance) -> ProfileDesign:
    return ProfileDesign.model_validate(
        {
            "name": "Plain",
            "palette": [
                {"name": "black", "hex": "#000000", "role": "text"},
                {"name": "white", "hex": "#FFFFFF", "role": "background"},
            ],
            "typography": {
                "heading": {"family": "Inter", "weights": [700]},
                "body": {"family": "Inter", "weights": [400]},
            },
            "compliance": ComplianceRules(**compliance).model_dump(),
        }
    )


def answer(check: str, component: str, score: float | None, severity: str = "ok"):
    finding = Finding(
        check=check,
        component=Component(component),
        score=score,
        severity=Severity(severity),
        measured=score,
        expected=1.0,
        message="A sentence.",
    )
    return lambda subject: CheckResult.of((finding,), score)


def verdict_of(*checks, **compliance):
    return judge(Subject(Image.new("RGB", (8, 8)), design(**compliance)), 3, checks)


def test_component_is_half_mean_and_half_worst():
    verdict = verdict_of(answer("one", "colour", 1.0), answer("two", "colour", 0.0))
    assert verdict.components.colour == 0.25


def test_gentle_check_counts_in_the_mean_only():
    verdict = verdict_of(answer("one", "colour", 1.0), answer("picture_colours", "colour", 0.5))
    assert verdict.components.colour == pytest.approx((0.75 + 1.0) / 2)


def test_weight_of_a_component_with_nothing_to_judge_is_shared_out():
    verdict = verdict_of(
        answer("one", "colour", 1.0), answer("two", "layout", 0.5), answer("three", "logo", None)
    )
    assert verdict.components.logo is None
    assert verdict.components.typography is None
    assert verdict.weights == {Component.COLOUR: 0.5, Component.LAYOUT: 0.5}
    assert verdict.score == 0.75


def test_weights_need_not_sum_to_one():
    weights = Weights(colour=3, logo=0, typography=0, layout=1)
    verdict = verdict_of(answer("one", "colour", 1.0), answer("two", "layout", 0.0), weights=weights)
    assert verdict.score == 0.75


def test_score_is_null_when_nothing_that_counts_was_judged():
    weights = Weights(colour=0, logo=1, typography=0, layout=0)
    verdict = verdict_of(answer("one", "colour", 1.0), weights=weights)
    assert verdict.score is None
    assert verdict.outcome is Outcome.MANUAL_REVIEW


@pytest.mark.parametrize(("score", "outcome"), [(0.8, Outcome.PASS), (0.7999, Outcome.MANUAL_REVIEW)])
def test_threshold_divides_pass_from_review(score, outcome):
    assert verdict_of(answer("one", "colour", score), threshold=0.8).outcome is outcome


@pytest.mark.parametrize(
    ("severity", "outcome"),
    [("major", Outcome.FAIL), ("blocker", Outcome.FAIL), ("minor", Outcome.PASS)],
)
def test_broken_must_pass_fails_whatever_the_score(severity, outcome):
    checks = answer("good", "colour", 1.0), answer("hard", "layout", 0.9, severity)
    assert verdict_of(*checks, must_pass=("hard",)).outcome is outcome


def test_must_pass_that_could_not_be_judged_needs_a_person():
    checks = answer("good", "colour", 1.0), answer("hard", "layout", None)
    assert verdict_of(*checks, must_pass=("hard",)).outcome is Outcome.MANUAL_REVIEW


@pytest.mark.parametrize("severity", ["major", "blocker"])
def test_broken_rule_needs_a_person_whatever_the_score(severity):
    checks = [answer(name, part, 1.0) for name, part in (("a", "colour"), ("b", "logo"), ("c", "layout"))]
    verdict = verdict_of(*checks, answer("hard", "typography", 0.1, severity))
    assert verdict.score >= verdict.threshold
    assert verdict.outcome is Outcome.MANUAL_REVIEW


def gate(name: str, score: float | None):
    severity = "blocker" if score == 0 else "ok"
    finding = Finding(
        check=name,
        component=Gate.PLATFORM,
        score=score,
        severity=Severity(severity),
        measured=score,
        expected=1.0,
        message=f"About {name}.",
    )
    return lambda subject: CheckResult.of((finding,), score)


@pytest.mark.parametrize(
    ("scores", "passed", "outcome"),
    [
        ((1.0, 1.0), True, Outcome.PASS),
        ((1.0, None), True, Outcome.PASS),
        ((1.0, 0.0), False, Outcome.MANUAL_REVIEW),
        ((None, None), None, Outcome.PASS),
    ],
)
def test_gate_is_passed_or_not_beside_the_score(scores, passed, outcome):
    gates = [gate(f"gate{at}", score) for at, score in enumerate(scores)]
    verdict = verdict_of(answer("one", "colour", 1.0), *gates)
    assert verdict.score == 1.0
    assert {one.gate: one.passed for one in verdict.gates} == {
        Gate.PLATFORM: passed,
        Gate.ACCESSIBILITY: None,
    }
    assert verdict.outcome is outcome


def test_broken_must_pass_of_a_gate_fails():
    verdict = verdict_of(answer("one", "colour", 1.0), gate("file_size", 0.0), must_pass=("file_size",))
    assert verdict.outcome is Outcome.FAIL


def unjudged(check: str, component: str, unknown: bool):
    finding = Finding(
        check=check,
        component=Component(component),
        score=None,
        severity=Severity.OK,
        measured=None,
        expected=None,
        message=f"Nothing of {check}.",
        unknown=unknown,
    )
    return lambda subject: CheckResult.of((finding,), None)


@pytest.mark.parametrize(("unknown", "outcome"), [(False, Outcome.PASS), (True, Outcome.MANUAL_REVIEW)])
def test_component_that_could_not_be_judged_is_left_out_and_said_so(unknown, outcome):
    verdict = verdict_of(answer("one", "colour", 1.0), unjudged("two", "typography", unknown))
    said = {one.component: (one.message, one.unknown) for one in verdict.left_out}
    assert said[Component.TYPOGRAPHY] == ("Nothing of two.", unknown)
    assert set(said) == {Component.LOGO, Component.TYPOGRAPHY, Component.LAYOUT}
    assert verdict.outcome is outcome


def test_want_of_something_in_a_component_without_weight_needs_nobody():
    weights = Weights(colour=1, logo=0, typography=0, layout=0)
    verdict = verdict_of(answer("a", "colour", 1.0), unjudged("b", "logo", True), weights=weights)
    assert verdict.outcome is Outcome.PASS


def test_verdict_names_what_it_was_made_by():
    verdict = verdict_of(answer("one", "colour", 1.0))
    assert (verdict.profile_version, verdict.rule_set_version) == (3, RULE_SET_VERSION)
    assert verdict.engine_version == ENGINE_VERSION
    assert len(verdict.picture_sha256) == 64


def test_names_of_checks_are_unique_and_match_their_results():
    names = [rule.check for rule in RULES]
    assert len(set(names)) == len(names) == len(CHECKS)
    subject = Subject(Image.new("RGB", (64, 64), "white"), design())
    assert [check(subject).check for check in CHECKS] == names


def test_face_imports_neither_pillow_nor_numpy():
    code = "import sys, onbrand.compliance; sys.exit(bool({'PIL', 'numpy'} & set(sys.modules)))"
    subprocess.run([sys.executable, "-c", code], check=True)
