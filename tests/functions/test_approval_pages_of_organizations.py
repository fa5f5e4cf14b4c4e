"""What a page tells by its organization: times in its zone, and what somebody answers for in its name."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup, Tag

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import to_item
from onbrand.adapters.dynamodb.table import Overwrite, Put
from onbrand.bootstrap.approval import approval_service
from onbrand.bootstrap.content import requests
from onbrand.bootstrap.parts import Parts
from onbrand.content.assets import FoundGood
from onbrand.content.transitions import Steps
from tests.support.approving import call
from tests.support.scenes import PLACEMENTS, Scene, finding, in_review, waive


@pytest.fixture
def scene(own: Parts) -> Scene:
    margins = finding() | {"box": (40, 40, 200, 80)}
    return in_review(
        own, "northbeam", margins, finding("minor", "A line is long.") | {"check": "line_length"}
    )


def test_times_are_those_of_the_organizations_zone(own: Parts, scene: Scene) -> None:
    organization = scene.organization.model_copy(update={"time_zone": "Asia/Tokyo"})
    key = keys.identity.organization(organization.id)
    own.table.write(Put(to_item(key, "organization", organization, 1), Overwrite()))
    approval_service().hold(scene.access, scene.request.id)
    page = shown(scene)
    (told,) = page.find_all("time")[:1]
    assert told["datetime"] == own.clock.now().isoformat()
    here = own.clock.now() + timedelta(hours=9)
    assert told.text == f"{here:%-d %B %Y, %H:%M} JST"


def shown(scene: Scene) -> BeautifulSoup:
    return BeautifulSoup(call("GET", scene.link()).text, "html.parser")


def listed(scene: Scene) -> tuple[Tag, Tag, BeautifulSoup]:
    """The finding about margins, the other one, and the page."""
    page = shown(scene)
    first, second = page.select("ol.findings > li")
    return first, second, page


def test_a_waived_finding_says_until_when_who_answers_for_it_and_why(scene: Scene) -> None:
    waive(scene, "margins")
    margins, other, page = listed(scene)
    assert "waived" in margins.get("class", [])
    (said,) = margins.select(".put-up")
    until = scene.parts.clock.now() + timedelta(hours=3)
    assert said.text == (
        f"Waived until {until:%-d %B %Y, %H:%M} UTC by Northbeam-owner: “Agreed with the partner <b>.”"
    )
    assert not other.select(".put-up")
    assert len(page.select("rect.edge.waived")) == len(page.select("circle.pin.waived")) == 1


def test_a_finding_that_is_waived_on_one_format_still_counts_on_the_others(scene: Scene) -> None:
    waive(scene, "margins", PLACEMENTS[1])
    margins, _, page = listed(scene)
    assert "waived" not in margins.get("class", [])
    (said,) = margins.select(".put-up")
    assert "by Northbeam-owner, in Facebook feed: " in said.text
    assert "Elsewhere it still counts." in margins.text
    assert not page.select("rect.edge.waived")


def test_a_waived_finding_is_told_by_what_was_measured_where_the_record_is_brief(scene: Scene) -> None:
    """Records keep neither the scores of findings nor all of them; what was not judged is never waived."""
    story = requests().story(scene.organization.id, scene.request.id)
    unjudged = finding("minor", "No text was seen.") | {"score": None}
    whole = {
        one.placement: {"verdict": {**one.verdict, "findings": [*one.verdict["findings"], unjudged]}}
        for one in story.variants
    }
    scene.parts.objects.put("whole", json.dumps(whole).encode(), "application/json")
    told = [{name: flaw[name] for name in ("check", "component", "severity", "message", "box")}
            for flaw in story.variants[0].verdict["findings"]]  # fmt: skip
    brief = {"verdict_key": "whole", "verdict": {**story.variants[0].verdict, "findings": told}}
    change = Steps(scene.parts.clock, scene.parts.ids).step(story.request, "Made")
    rejudged = tuple(one.model_copy(update=brief) for one in story.variants)
    requests().save(replace(change, rejudged=rejudged))
    waive(scene, "margins")
    page = shown(scene)
    first, *others = page.select("ol.findings > li")
    assert "waived" in first.get("class", [])
    assert len(first.select(".put-up")) == 1
    (not_judged,) = [one for one in others if "No text was seen." in one.text]
    assert not not_judged.select(".put-up")


def test_a_waiver_that_is_over_is_not_shown(scene: Scene) -> None:
    waive(scene, "margins")
    scene.parts.clock.advance(seconds=4 * 3600)  # type: ignore[attr-defined]
    margins, _, page = listed(scene)
    assert not page.select(".put-up")
    assert "waived" not in margins.get("class", [])


def test_a_file_that_was_taken_over_says_who_found_it_good(scene: Scene) -> None:
    story = requests().story(scene.organization.id, scene.request.id)
    good = FoundGood(content_version=1, by=scene.owner.id, at=scene.parts.clock.now())
    _, second = story.variants
    change = Steps(scene.parts.clock, scene.parts.ids).step(story.request, "Made")
    requests().save(replace(change, rejudged=(second.model_copy(update={"found_good": good}),)))
    one, other = shown(scene).select("ul.gallery > li")
    assert "found it good" not in one.text
    assert "Unchanged: Northbeam-owner found it good in version 1" in other.text
