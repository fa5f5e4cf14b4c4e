"""Compliance by day, week, brand, template and author: exact sums, whatever comes late."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onbrand.identity import Access, Role
from onbrand.identity.errors import PermissionMissingError
from onbrand.metering import AssetFact, Dimension, Period, UsageRangeError
from onbrand.metering.facts import monday_of
from tests.support.accounting import Accounting, fact

START = datetime(2026, 1, 2, tzinfo=UTC)
CHECKS = ["logo_size", "margins", "text_contrast"]
SUBJECT = {
    Dimension.BRAND: lambda one: one.brand_id,
    Dimension.TEMPLATE: lambda one: one.template_id,
    Dimension.AUTHOR: lambda one: one.author_id,
}


@st.composite
def facts(draw: st.DrawFn) -> list[AssetFact]:
    found = []
    for number in range(draw(st.integers(0, 20))):
        known: dict[str, Any] = {
            "at": START + timedelta(minutes=draw(st.integers(0, 20 * 1440))),
            "brand_id": draw(st.sampled_from(["one", "two"])),
            "template_id": draw(st.sampled_from(["t1", "t2", None])),
            "author_id": draw(st.sampled_from(["ann", "ben"])),
        }
        if draw(st.integers(0, 3)):
            known |= {
                "outcome": draw(st.sampled_from(["pass", "manual_review", "fail"])),
                "score": draw(st.none() | st.decimals("0", "1", places=3)),
                "components": draw(
                    st.dictionaries(st.sampled_from(["logo", "layout"]), st.decimals("0", "1", places=6))
                ),
                "findings": tuple(draw(st.sets(st.sampled_from(CHECKS)))),
            }
        elif draw(st.booleans()):
            known |= {"outcome": None, "score": None, "waived": True}
        else:
            decision = draw(st.sampled_from(["approved", "rejected", "changes_requested"]))
            known |= {"outcome": None, "score": None, "decision": decision}
        found.append(fact("org", number, **known))
    return found


def brute_force(found: list[AssetFact]) -> tuple[Any, ...]:
    judged = [one for one in found if one.decision is None and not one.waived]
    scores = [Fraction(one.score) for one in judged if one.score is not None]
    layout = [Fraction(one.components["layout"]) for one in judged if "layout" in one.components]
    return (
        len(judged),
        (sum(scores, Fraction(0)), len(scores)),
        sum(one.outcome == "pass" for one in judged),
        sum(one.outcome == "fail" for one in judged),
        (sum(layout, Fraction(0)), len(layout)),
        Counter(check for one in judged for check in one.findings),
        sum(one.waived for one in found),
        Counter(one.decision for one in found if one.decision),
    )


def plain(summary: Any) -> tuple[Any, ...]:
    layout = summary.components.get("layout")
    return (
        summary.assets,
        (Fraction(summary.score.total), summary.score.count),
        summary.passed,
        summary.failed,
        (Fraction(layout.total), layout.count) if layout else (Fraction(0), 0),
        Counter(summary.findings),
        summary.waivers,
        Counter(summary.decisions),
    )


@settings(max_examples=20)
@given(facts())
def test_daily_and_weekly_sums_are_those_of_a_brute_force_count(found: list[AssetFact]) -> None:
    world = Accounting()
    world.found()
    for one in sorted(found, key=lambda one: one.at):
        world.move(one.at)
        world.tell(one)
        if one.waived:
            world.close()
    world.close(at=START + timedelta(days=30))
    last = date(2026, 1, 31)
    for dimension, subject_of in SUBJECT.items():
        groups: dict[tuple[str, date], list[AssetFact]] = {}
        for one in found:
            if subject_of(one) is not None:
                groups.setdefault((subject_of(one), one.at.date()), []).append(one)
        stored = world.summaries.compliance_of_all("org", dimension, date(2026, 1, 1), last)
        assert {(one.subject_id, one.date): plain(one) for one in stored} == {
            key: brute_force(group) for key, group in groups.items()
        }
    for brand in ("one", "two"):
        weeks: dict[date, list[AssetFact]] = {}
        for one in found:
            if one.brand_id == brand:
                weeks.setdefault(monday_of(one.at.date()), []).append(one)
        stored = world.summaries.weeks("org", brand, date(2025, 12, 1), last)
        assert {one.date: plain(one) for one in stored} == {
            monday: brute_force(group) for monday, group in weeks.items()
        }


def busy() -> Accounting:
    """A brand that gets better: two weeks, one asset a day, the last day still open."""
    world = Accounting()
    world.found()
    for number in range(14):
        at = START + timedelta(days=number + 3, hours=9)
        world.move(at)
        score = Decimal("0.60") + Decimal("0.02") * number
        findings = ("logo_size", "margins") if number < 4 else ("logo_size",) if number < 7 else ()
        world.tell(
            fact(
                "org", number, at=at, score=score, findings=findings, outcome="pass" if number > 6 else "fail"
            )
        )
        world.tell(
            fact("org", 100 + number, at=at, outcome=None, decision="approved" if number % 2 else "rejected")
        )
    world.close()
    return world


def test_a_trend_has_its_days_its_sum_and_what_was_before() -> None:
    world = busy()
    trend = world.compliance.trend(
        world.access(), Dimension.BRAND, "brand", date(2026, 1, 12), date(2026, 1, 18)
    )
    assert [one.date.day for one in trend.items] == [12, 13, 14, 15, 16, 17, 18]
    assert trend.closed_through == date(2026, 1, 17)
    assert (trend.total.assets, trend.total.average_score, trend.total.pass_rate) == (7, Decimal("0.8"), 1)
    assert trend.previous.average_score == Decimal("0.66")
    assert trend.score_change == Decimal("0.14")
    assert [(one.check, one.assets) for one in trend.previous.findings] == [("logo_size", 7), ("margins", 4)]
    assert trend.total.approval_rate == Decimal("0.5714")


@pytest.mark.parametrize("dimension", [Dimension.BRAND, Dimension.AUTHOR])
def test_weeks_begin_on_monday_and_the_open_one_is_there(dimension: Dimension) -> None:
    world = busy()
    subject = "brand" if dimension is Dimension.BRAND else "author"
    trend = world.compliance.trend(
        world.access(), dimension, subject, date(2026, 1, 5), date(2026, 1, 18), Period.WEEK
    )
    assert [(one.date.day, one.assets) for one in trend.items] == [(5, 7), (12, 7)]


def test_templates_are_compared_the_busiest_first() -> None:
    world = busy()
    at = world.clock.now()
    for number in range(20, 23):
        world.tell(fact("org", number, at=at, template_id="other", score=Decimal("0.5"), outcome="fail"))
    ranking = world.compliance.ranking(world.access(), Dimension.TEMPLATE, date(2026, 1, 5))
    assert [(one.subject_id, one.assets) for one in ranking.items] == [("template", 14), ("other", 3)]
    assert ranking.items[1].average_score == Decimal("0.5")


def test_a_report_has_a_range_and_needs_permission() -> None:
    world = busy()
    day = date(2026, 1, 5)
    for first, last in [(day, day - timedelta(days=1)), (day, day + timedelta(days=366))]:
        with pytest.raises(UsageRangeError):
            world.usage.usage(world.access(), first, last)
    assert world.usage.usage(world.access()).first == date(2025, 12, 20)
    nobody = Access("user", "org", Role.CREATOR)
    for read in (world.usage.usage, world.usage.spend):
        with pytest.raises(PermissionMissingError):
            read(nobody)
    with pytest.raises(PermissionMissingError):
        world.compliance.ranking(nobody, Dimension.BRAND)
