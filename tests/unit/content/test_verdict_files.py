"""Whole verdicts in the bucket: what is read is what the record was written with, or it is said that it is not."""

import json
from typing import Any

import pytest

from onbrand.adapters.memory.objects import MemoryObjects
from onbrand.compliance.model import Component, ComponentScores, Finding, Outcome, Severity, Verdict
from onbrand.content import Asset, Variant, VerdictMissingError
from onbrand.content.verdict_files import Judgement, VerdictFiles, put_verdicts
from onbrand.content.verdicts import brief

KEY = "org/requests/request/1/verdicts.json"
PLACES = ("x_post", "instagram_square")


def verdict(flaws: int = 1, score: float = 0.5) -> Verdict:
    return Verdict(
        score=score,
        components=ComponentScores(colour=score, logo=None, typography=None, layout=None),
        weights={Component.COLOUR: 1.0},
        threshold=0.8,
        outcome=Outcome.MANUAL_REVIEW,
        findings=tuple(
            Finding(
                check=f"check{number}",
                component=Component.COLOUR,
                score=0.5 if number else 1.0,
                severity=Severity.MINOR if number else Severity.OK,
                measured=1,
                expected=2,
                message="This is too much of it. " * 5,
            )
            for number in range(flaws + 1)
        ),
        profile_version=1,
        rule_set_version=1,
        engine_version="1.0",
        picture_sha256="0",
        placement=None,
        width=1,
        height=1,
    )


def variant(placement: str, of: Verdict, digest: str | None, key: str = KEY) -> Variant:
    return Variant(
        placement=placement, width=1, height=1, format="jpeg", bytes=4, sha256="0", key="k", layers_key="l",
        score=of.score, outcome=of.outcome, verdict=brief(of), verdict_key=key, verdict_sha256=digest, alt_text="",
    )  # fmt: skip


@pytest.fixture
def objects() -> MemoryObjects:
    return MemoryObjects()


@pytest.fixture
def variants(objects: MemoryObjects) -> list[Variant]:
    made = {place: verdict(20 * number) for number, place in enumerate(PLACES)}
    digest = put_verdicts(objects, KEY, {name: Judgement.of(one, verdict(2)) for name, one in made.items()})
    return [variant(name, one, digest) for name, one in made.items()]


def test_all_variants_are_one_file_that_is_read_once(objects: MemoryObjects, variants: list[Variant]) -> None:
    assert objects.traffic.puts == 1
    found = VerdictFiles(objects).of(variants)
    assert objects.traffic.gets == 1
    assert [found[name].parsed() for name in PLACES] == [verdict(0), verdict(20)]
    assert found["x_post"].before == verdict(2).to_document()


def test_a_file_that_is_gone_or_another_is_a_clear_answer(
    objects: MemoryObjects, variants: list[Variant]
) -> None:
    files = VerdictFiles(objects)
    put_verdicts(objects, KEY, {name: Judgement.of(verdict(3)) for name in PLACES})
    with pytest.raises(VerdictMissingError, match="not what was measured"):
        files.of(variants)
    objects.delete(KEY)
    with pytest.raises(VerdictMissingError, match="not stored any more"):
        files.of(variants)


def test_a_verdict_that_was_stored_alone_is_read_as_well(objects: MemoryObjects) -> None:
    places = {name: f"org/verdicts/{name}.json" for name in PLACES}
    for number, key in enumerate(places.values()):
        objects.put(key, verdict(number).model_dump_json().encode(), "application/json")
    found = VerdictFiles(objects).of([variant(name, verdict(), None, key) for name, key in places.items()])
    assert [found[name].parsed() for name in PLACES] == [verdict(0), verdict(1)]


def test_flaws_that_a_record_has_no_room_for_come_from_the_file(
    objects: MemoryObjects, variants: list[Variant]
) -> None:
    short, long = variants
    assert 0 < len(long.verdict["findings"]) < 20
    few, many = VerdictFiles(objects).with_all_flaws(variants)
    assert few == short
    assert [one["check"] for one in many.verdict["findings"]] == [f"check{one}" for one in range(1, 21)]
    objects.delete(KEY)
    assert VerdictFiles(objects).with_all_flaws(variants) == variants


def test_the_lead_picture_has_a_file_of_its_own(objects: MemoryObjects) -> None:
    facts: dict[str, Any] = {"lead_placement": "x_post", "lead_verdict": brief(verdict())}
    files = VerdictFiles(objects)
    digest = put_verdicts(objects, KEY, {"x_post": Judgement.of(verdict(4), verdict(5))})
    asset = Asset(id="a", request_id="r", **facts, lead_verdict_key=KEY, lead_verdict_sha256=digest)
    assert files.of_lead(asset) == Judgement.of(verdict(4), verdict(5))
    assert files.of_lead(None) is None
    assert files.of_lead(Asset(id="a", request_id="r")) is None
    whole = json.loads(verdict().model_dump_json())
    early = Asset(id="a", request_id="r", lead_placement="x_post", lead_verdict=whole)
    assert files.of_lead(early) == Judgement.of(verdict())
