"""Verdicts that fit into a record, and a package that is the same every time."""

import json
from io import BytesIO
from zipfile import ZipFile

from hypothesis import given
from hypothesis import strategies as st

from onbrand.compliance.model import Component, ComponentScores, Finding, Outcome, Severity, Verdict
from onbrand.content import Asset, Variant
from onbrand.content.measured import Waived
from onbrand.content.packaging import package
from onbrand.content.verdicts import brief, lowest_score, worst_outcome
from tests.support.world import World


def verdict(findings: int) -> Verdict:
    order = [Severity.OK, Severity.MINOR, Severity.BLOCKER]
    return Verdict(
        score=0.5,
        components=ComponentScores(colour=0.5, logo=None, typography=0.5, layout=0.5),
        weights={Component.COLOUR: 1.0},
        threshold=0.8,
        outcome=Outcome.MANUAL_REVIEW,
        findings=tuple(
            Finding(
                check=f"check{number}",
                component=Component.COLOUR,
                score=0.5,
                severity=order[number % 3],
                measured=1,
                expected=2,
                message="ä" * 100,
            )
            for number in range(findings)
        ),
        profile_version=1,
        rule_set_version=1,
        engine_version="1.0",
        picture_sha256="0",
        placement="x_post",
        width=1,
        height=1,
    )


def test_a_record_keeps_the_few_things_that_are_asked_of_many_verdicts() -> None:
    kept = brief(verdict(2))
    assert (kept["score"], kept["outcome"], kept["threshold"], kept["profile_version"]) == (
        0.5,
        "manual_review",
        0.8,
        1,
    )
    assert kept["components"]["colour"] == 0.5
    assert [(one["check"], one["severity"]) for one in kept["findings"]] == [("check1", "minor")]
    assert "left_out" not in kept


@given(st.integers(0, 40))
def test_of_a_long_verdict_the_worst_findings_are_kept_and_the_rest_named(findings: int) -> None:
    whole = verdict(findings)
    kept = brief(whole)
    assert len(json.dumps(kept, ensure_ascii=False).encode()) <= 2_000
    flaws = [one for one in whole.findings if one.severity is not Severity.OK]
    named = [one["check"] for one in kept["findings"]] + kept.get("left_out", [])
    assert sorted(named) == sorted(one.check for one in flaws)
    if "blocker" not in [one["severity"] for one in kept["findings"]]:
        assert Severity.BLOCKER not in [one.severity for one in flaws]


def test_a_request_is_as_good_as_its_lowest_variant() -> None:
    assert lowest_score([0.9, None, 0.4]) == 0.4
    assert lowest_score([None]) is None
    assert worst_outcome([Outcome.PASS, Outcome.FAIL, Outcome.MANUAL_REVIEW]) is Outcome.FAIL
    assert worst_outcome([Outcome.PASS, Outcome.MANUAL_REVIEW]) is Outcome.MANUAL_REVIEW


def test_the_same_request_gives_the_same_package(world: World) -> None:
    variants = [
        Variant(
            placement=name,
            width=1,
            height=1,
            format="jpeg",
            bytes=4,
            sha256="0",
            key=f"org/variants/{name}.jpg",
            layers_key="l",
            score=1.0,
            outcome=Outcome.PASS,
            verdict={},
            verdict_key="v",
            alt_text="Kaffee",
        )
        for name in ("x_post", "instagram_square")
    ]
    request = world.rendered()
    asset = Asset(id="asset", request_id=request.id)
    waived = Waived(request, None, None, (), (), ())
    first, second = (package(request, asset, variants, waived, lambda key: key.encode()) for _ in range(2))
    assert first == second
    with ZipFile(BytesIO(first)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["manifest.json", "variants/x_post.jpg", "variants/instagram_square.jpg"]
        assert archive.read("variants/x_post.jpg") == b"org/variants/x_post.jpg"
