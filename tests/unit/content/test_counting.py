"""Whether a picture fell, what a request keeps of its waivers, and which findings a draft changes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onbrand.compliance.model import Component, ComponentScores, Finding, Outcome, Severity, Verdict
from onbrand.compliance.waiving import Waiver
from onbrand.content.counting import PictureStanding, count, fell
from onbrand.content.model import Measure
from onbrand.content.simulate import differences

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


def picture(score: float | None, outcome: Outcome, threshold: float = 0.8) -> PictureStanding:
    measure = Measure(score=score, outcome=outcome)
    return PictureStanding("x_post", threshold, measure, measure, None, ())


PICTURES = st.builds(
    picture,
    st.none() | st.sampled_from((0.5, 0.79, 0.8, 0.9)),
    st.sampled_from(Outcome),
    st.sampled_from((0.7, 0.8)),
)


@given(PICTURES, PICTURES)
def test_a_picture_falls_in_one_direction_only(one: PictureStanding, other: PictureStanding) -> None:
    assert not fell(one, one)
    if one.counted.outcome is other.counted.outcome:
        assert not (fell(one, other) and fell(other, one))


@pytest.mark.parametrize(
    ("before", "after", "falls"),
    [
        (picture(0.9, Outcome.PASS), picture(0.9, Outcome.MANUAL_REVIEW), True),
        (picture(0.9, Outcome.MANUAL_REVIEW), picture(0.9, Outcome.FAIL), True),
        (picture(0.9, Outcome.MANUAL_REVIEW), picture(0.79, Outcome.MANUAL_REVIEW), True),
        (picture(0.85, Outcome.MANUAL_REVIEW), picture(0.85, Outcome.MANUAL_REVIEW, 0.9), True),
        (picture(0.9, Outcome.PASS), picture(0.81, Outcome.PASS), False),
        (picture(0.6, Outcome.MANUAL_REVIEW), picture(0.5, Outcome.MANUAL_REVIEW), False),
        (picture(0.9, Outcome.MANUAL_REVIEW), picture(None, Outcome.MANUAL_REVIEW), True),
        (picture(0.5, Outcome.FAIL), picture(0.9, Outcome.PASS), False),
    ],
)
def test_what_a_fall_is(before: PictureStanding, after: PictureStanding, falls: bool) -> None:
    assert fell(before, after) is falls


def waiver(hours: float) -> Waiver:
    return Waiver(
        id="w",
        organization_id="o",
        brand_id="b",
        request_id="r",
        asset_id="a",
        check="margins",
        component=Component.LAYOUT,
        message="m",
        reason="r",
        ends_at=NOW + timedelta(hours=hours),
        created_at=NOW,
        created_by="u",
    )


def test_a_request_keeps_the_worst_of_its_pictures_until_the_first_waiver_ends() -> None:
    pictures = [picture(0.9, Outcome.PASS), picture(0.7, Outcome.MANUAL_REVIEW)]
    kept = count(pictures, [waiver(3), waiver(2)])
    assert kept is not None
    assert (kept.score, kept.outcome) == (0.7, Outcome.MANUAL_REVIEW)
    assert kept.until == NOW + timedelta(hours=2)
    assert count(pictures, []) is None


def finding(check: str, score: float, box: tuple[int, int, int, int] | None = None) -> Finding:
    return Finding(
        check=check,
        component=Component.LAYOUT,
        score=score,
        severity=Severity.OK if score >= 0.95 else Severity.MAJOR,
        measured=score,
        expected=1.0,
        message=f"{check} {score}",
        box=box,
    )


def verdict(*findings: Finding) -> Verdict:
    return Verdict(
        score=1.0,
        components=ComponentScores(colour=None, logo=None, typography=None, layout=1.0),
        weights={Component.LAYOUT: 1.0},
        threshold=0.8,
        outcome=Outcome.PASS,
        findings=findings,
        profile_version=1,
        rule_set_version=1,
        engine_version="1",
        picture_sha256="0",
        placement="x_post",
        width=1,
        height=1,
    )


def test_findings_are_compared_by_check_place_and_order() -> None:
    before = verdict(finding("a", 1.0), finding("b", 0.4, (0, 0, 1, 1)), finding("b", 0.4, (0, 0, 1, 1)))
    after = verdict(finding("a", 0.3), finding("b", 0.4, (0, 0, 1, 1)), finding("b", 1.0, (0, 0, 1, 1)))
    changes = [
        (one.before and one.before.score, one.after and one.after.score) for one in differences(before, after)
    ]
    assert changes == [(1.0, 0.3), (0.4, 1.0)]
    assert differences(before, before) == ()


def test_what_was_right_and_is_gone_is_no_difference_and_what_is_new_and_wrong_is_one() -> None:
    assert differences(verdict(finding("a", 1.0)), verdict()) == ()
    (new,) = differences(verdict(), verdict(finding("a", 0.1)))
    assert (new.before, new.after) == (None, finding("a", 0.1))
