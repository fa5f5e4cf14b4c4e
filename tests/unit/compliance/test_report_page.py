"""The report is one safe, self-contained page."""

import io
import re
from dataclasses import replace
from typing import Any

from bs4 import BeautifulSoup
from PIL import Image

from onbrand.brand.profile import ProfileDesign
from onbrand.compliance import (
    Component,
    ComponentScores,
    Finding,
    Gate,
    GateResult,
    Lift,
    Outcome,
    Severity,
    Verdict,
)
from onbrand.compliance.report import Before, ReportPage, render_report

NAME = "North & <script>alert(1)</script>"
DESIGN = ProfileDesign.model_validate(
    {
        "name": NAME,
        "palette": [
            {"name": "green", "hex": "#17382E", "role": "text"},
            {"name": "cream", "hex": "#F6EFE3", "role": "background"},
        ],
        "typography": {
            "heading": {"family": "Inter", "weights": [700]},
            "body": {"family": "Inter", "weights": [400]},
        },
    }
)


def finding(check: str, score: float | None, severity: str, box=None) -> Finding:
    return Finding(
        check=check,
        component=Component.LOGO,
        score=score,
        severity=Severity(severity),
        measured=0.041,
        expected=0.08,
        message=f"About {check}, <b>measured</b>.",
        box=box,
    )


def page(*findings: Finding, before: Before | None = None, **more: Any) -> ReportPage:
    verdict = Verdict(
        score=0.71,
        components=ComponentScores(colour=0.9, logo=0.4, typography=None, layout=1.0),
        weights={Component.COLOUR: 0.3125, Component.LOGO: 0.375, Component.LAYOUT: 0.3125},
        threshold=0.8,
        outcome=Outcome.MANUAL_REVIEW,
        findings=findings,
        profile_version=4,
        rule_set_version=1,
        engine_version="1.0",
        picture_sha256="ab" * 32,
        placement="instagram_square",
        width=400,
        height=400,
        **more,
    )
    buffer = io.BytesIO()
    Image.new("RGB", (400, 400), "#17382E").save(buffer, "PNG")
    return ReportPage(verdict, buffer.getvalue(), before=before)


FINDINGS = (
    finding("logo_size", 0.4, "major", (10, 10, 40, 20)),
    finding("margins", 0.1, "blocker", (12, 12, 40, 20)),
    finding("picture_colours", 0.8, "minor"),
    finding("fonts", 1.0, "ok"),
    finding("text_case", None, "ok"),
)


def soup(*findings: Finding) -> BeautifulSoup:
    return BeautifulSoup(render_report([page(*findings)], DESIGN), "html.parser")


def test_page_loads_nothing_and_runs_nothing():
    html = render_report([page(*FINDINGS)], DESIGN)
    assert not BeautifulSoup(html, "html.parser").find_all(["script", "link", "iframe", "img"])
    assert not re.search(r"https?://|@import|url\(", html)


def test_words_of_the_brand_are_escaped():
    title = soup(*FINDINGS).find("h1").get_text()
    assert title == f"Brand compliance: {NAME}"
    assert not soup(*FINDINGS).find_all("b", string="measured")


def test_worst_finding_has_the_first_number_and_its_box():
    report = soup(*FINDINGS)
    assert [number.get_text() for number in report.select(".number")] == ["1", "2"]
    first = report.select_one("table.mend tbody tr")
    assert "margins" in first.get_text()
    outline = report.select("figure svg rect")[0]
    assert [outline[side] for side in ("x", "y", "width", "height")] == ["12", "12", "40", "20"]


def test_numbers_of_boxes_at_the_same_place_do_not_cover_each_other():
    first, second = ((float(c["cx"]), float(c["cy"])) for c in soup(*FINDINGS).select("figure svg circle"))
    assert abs(first[0] - second[0]) + abs(first[1] - second[1]) > 10


def test_component_with_nothing_to_judge_says_so():
    rows = {row.th.get_text(): row.get_text(" ", strip=True) for row in soup().select(".components tbody tr")}
    assert "not judged" in rows["Typography"]
    assert "40" in rows["Logo"]


def test_versions_and_picture_are_named():
    text = soup(*FINDINGS).find("footer").get_text()
    assert "Profile version 4" in text
    assert "ab" * 32 in text


def test_several_pictures_share_a_page():
    html = render_report([page(*FINDINGS), page()], DESIGN)
    assert len(BeautifulSoup(html, "html.parser").find_all("article")) == 2


def shown(*findings: Finding, **more: Any) -> BeautifulSoup:
    return BeautifulSoup(render_report([page(*findings, **more)], DESIGN), "html.parser")


def test_rules_beside_the_score_say_whether_they_are_kept() -> None:
    gates = (
        GateResult(gate=Gate.PLATFORM, passed=False, message="The file is too large."),
        GateResult(gate=Gate.ACCESSIBILITY, passed=None, message="Nothing is known."),
    )
    report = shown(gates=gates)
    platform, accessibility = report.select(".gates li")
    assert "Not passed" in platform.get_text()
    assert "The file is too large." in platform.get_text()
    assert "Not judged" in accessibility.get_text()


def test_what_would_raise_the_score_most_stands_first() -> None:
    lifts = (
        Lift(check="logo_size", message="The logo is small.", findings=1, gain=0.123),
        Lift(check="margins", message="Too near.", findings=3, gain=0.05),
    )
    first, second = shown(lifts=lifts).select(".lifts li")
    assert first.select_one(".gain").get_text() == "+12.3"
    assert "3 findings" in second.get_text()


def test_what_would_raise_the_score_by_next_to_nothing_is_left_out() -> None:
    least = Lift(check="picture_colours", message="89.3 % goes with the palette.", findings=1, gain=0.0004)
    assert "What would raise" not in shown(lifts=(least,)).get_text()
    more = least.model_copy(update={"check": "margins", "gain": 0.001})
    (line,) = shown(lifts=(more, least)).select(".lifts li")
    assert line.select_one(".gain").get_text() == "+0.1"


def test_colours_stand_beside_the_brands_nearest_with_their_distance() -> None:
    def coloured(seen: str, score: float, severity: str) -> Finding:
        change = {
            "check": "design_colours",
            "message": f"It looks like {seen}.",
            "component": Component.COLOUR,
        }
        return finding("design_colours", score, severity).model_copy(update=change)

    report = shown(coloured("#F6EFE3", 1.0, "ok"), coloured("#7A1FA2", 0.0, "blocker"))
    far, near = report.select(".swatches li")
    assert "#7A1FA2" in far.get_text()
    assert "ΔE 0.0" in near.get_text()
    assert [span["style"] for span in near.select(".pair span")] == ["background:#F6EFE3"] * 2


def test_what_could_not_be_judged_is_told_apart_from_what_had_nothing_to_judge() -> None:
    blind = finding("fonts", None, "ok").model_copy(update={"unknown": True})
    report = shown(blind, finding("text_case", None, "ok"))
    assert "Fonts" in report.select_one(".unknown").get_text()
    assert "Text case" in report.find("details").get_text()
    assert "Fonts" not in report.find("details").get_text()


def test_a_remedy_shows_the_score_before_and_what_was_changed() -> None:
    was = page(*FINDINGS).verdict.model_copy(update={"score": 0.4})
    report = shown(before=Before(was, ("“ground” got <b>green</b>.",), page().picture))
    assert report.select_one(".turn").get_text(" ", strip=True).split() == ["40", "→", "became", "71"]
    assert report.select_one(".remedy li").get_text() == "“ground” got <b>green</b>."
    assert len(report.select(".remedy image")) == 1
    assert not shown().select(".remedy")


def test_the_page_names_who_read_the_texts() -> None:
    def told(read_by: str | None, *, alone: bool) -> str:
        return render_report([replace(page(read_by=read_by), alone=alone)], DESIGN)

    assert "Texts read by Amazon Rekognition" in told("rekognition", alone=True)
    assert "Texts read by RapidOCR" in told("rapidocr", alone=False)
    assert "Texts were not read" in told(None, alone=True)
    assert "were not read" not in told(None, alone=False)


def test_a_verdict_from_before_readers_were_named_is_read() -> None:
    document = page().verdict.to_document()
    del document["read_by"]
    assert Verdict.model_validate(document).read_by is None
