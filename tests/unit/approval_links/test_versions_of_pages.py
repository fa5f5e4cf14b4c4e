"""What a page says has changed between two versions."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from functions.approval_links.versions import difference
from onbrand.compliance.model import Outcome
from onbrand.content import Variant

KINDS = [
    {"component": component, "check": check, "severity": severity, "message": f"{check} is {severity}"}
    for component, check in (("logo", "logo_size"), ("layout", "margins"), ("colour", "palette"))
    for severity in ("minor", "major", "passed")
]


def variant(placement: str, sha256: str, findings: list[dict[str, Any]]) -> Variant:
    return Variant(
        placement=placement, width=10, height=10, format="jpg", bytes=1, sha256=sha256, key="k",
        layers_key="l", score=None, outcome=Outcome.PASS, verdict={"findings": findings},
        verdict_key="v", alt_text="",
    )  # fmt: skip


def versions() -> st.SearchStrategy[list[Variant]]:
    findings = st.lists(st.sampled_from(KINDS), max_size=4)
    one = st.builds(variant, st.sampled_from("abcde"), st.sampled_from("01"), findings)
    return st.lists(one, max_size=5, unique_by=lambda found: found.placement)


def told(variants: list[Variant]) -> set[tuple[str, str]]:
    return {
        (flaw["message"], one.placement)
        for one in variants
        for flaw in one.verdict["findings"]
        if flaw["severity"] != "passed"
    }


def flat(found: dict[str, list[str]]) -> set[tuple[str, str]]:
    return {(message, placement) for message, placements in found.items() for placement in placements}


@given(before=versions(), now=versions())
def test_every_placement_and_finding_is_told_once(before: list[Variant], now: list[Variant]) -> None:
    found = difference(before, now)
    names = [*(pair.now.placement for pair in found.pairs), *found.unchanged, *found.added]
    assert sorted(names) == sorted(one.placement for one in now)
    assert set(found.removed) == {one.placement for one in before} - {one.placement for one in now}
    assert flat(found.gone) == told(before) - told(now)
    assert flat(found.new) == told(now) - told(before)
    assert found.still == len({message for message, _ in told(before) & told(now)})


def test_nothing_differs_between_a_version_and_itself() -> None:
    same = [variant("a", "0", KINDS[:2])]
    found = difference(same, same)
    assert (found.pairs, found.gone, found.new, found.unchanged) == ([], {}, {}, ["a"])
