"""The compliance page, in a window and on paper."""

import re
from pathlib import Path

import pytest

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
from tests.browser.conftest import Windows
from tests.browser.measures import looks, overflow, pale_texts
from tests.browser.scene import HEADLINE_BOX, LOGO_BOX, boxed
from tests.support.artworks import profile
from tests.support.scenes import picture

pytestmark = pytest.mark.browser
PAPER = 718
"""A4 less the margins of `@page`, in CSS pixels."""


def judged(placement: str, width: int, height: int) -> ReportPage:
    kept = tuple(
        Finding(
            check=f"check_{number}",
            component=Component.LAYOUT,
            score=1.0,
            severity=Severity.OK,
            measured="a long measured value, with words",
            expected=0.1234,
            message="This is as the brand wants it to be, said at some length.",
        )
        for number in range(14)
    )
    verdict = Verdict(
        score=0.71,
        components=ComponentScores(colour=0.9, logo=0.4, typography=None, layout=1.0),
        weights={Component.COLOUR: 0.3125, Component.LOGO: 0.375, Component.LAYOUT: 0.3125},
        threshold=0.8,
        outcome=Outcome.MANUAL_REVIEW,
        findings=(*(Finding.model_validate(found) for found in boxed()), *kept, *rest()),
        gates=(
            GateResult(gate=Gate.PLATFORM, passed=False, message="The file has 9 MB; at most 5 are taken."),
            GateResult(gate=Gate.ACCESSIBILITY, passed=None, message="None could be judged."),
        ),
        lifts=(
            Lift(check="logo_position", message="The logo stands bottom right.", findings=1, gain=0.1234),
            Lift(check="margins", message="The text stands at the edge.", findings=3, gain=0.004),
        ),
        profile_version=4,
        rule_set_version=1,
        engine_version="1.0",
        picture_sha256="ab" * 32,
        placement=placement,
        width=width,
        height=height,
    )
    before = Before(
        verdict.model_copy(update={"score": 0.4}),
        ("“ground” got the brand colour #17382E.", "The logo's longer side is 320 pixels."),
        picture() if placement == "instagram_square" else None,
    )
    return ReportPage(verdict, picture(), before=before)


def rest() -> list[Finding]:
    """Colours right, a little and far off, and what could not be judged."""
    off = [
        ("#F6EFE3", 1.0, "ok"),
        ("#E0B080", 0.8, "minor"),
        ("#C05020", 0.5, "major"),
        ("#7A1FA2", 0.0, "blocker"),
    ]
    colours = [
        Finding(
            check="design_colours",
            component=Component.COLOUR,
            score=score,
            severity=Severity(severity),
            measured=seen,
            expected="forest",
            message=f"The panel looks like {seen}.",
        )
        for seen, score, severity in off
    ]
    blind = colours[0].model_copy(
        update={"check": "fonts", "score": None, "unknown": True, "message": "There is no list of layers."}
    )
    return [*colours, blind]


@pytest.fixture(scope="module")
def html() -> str:
    pages = [judged("instagram_square", 1080, 1080), judged("linkedin_cover", 1128, 191)]
    return render_report([*pages, judged("instagram_story", 1080, 1920)], profile())


def test_the_report_fits_reads_well_and_opens_alone(windows: Windows, html: str, tmp_path: Path) -> None:
    file = tmp_path / "compliance.html"
    file.write_text(html)
    window = windows.open(1280)
    window.page.goto(file.as_uri())
    for summary in window.page.locator("summary").all():
        summary.click()
    for look in looks(window.page, (1280, 900), (800, 900), (375, 800)):
        assert (overflow(window.page), pale_texts(window.page)) == (0, []), look
    assert window.complaints == []
    assert window.asked_elsewhere(tmp_path.as_uri()) == []
    assert not re.search(r"https?://(?!www\.w3\.org)|@import|url\(|<script", html)


def test_boxes_lie_over_the_picture(windows: Windows, html: str) -> None:
    page = windows.open(1280).page
    page.set_content(html)
    shown = page.locator("article").first
    image = shown.locator("figure:not(.was) image").bounding_box()
    assert image is not None
    scale = image["width"] / 1080
    outlines = [box.bounding_box() for box in shown.locator("figure .edge").all()]
    for drawn, wanted in zip(outlines, [LOGO_BOX, HEADLINE_BOX, HEADLINE_BOX], strict=True):
        assert drawn is not None
        assert drawn["x"] - image["x"] == pytest.approx(wanted[0] * scale, abs=5)
        assert drawn["y"] - image["y"] == pytest.approx(wanted[1] * scale, abs=5)
        assert drawn["width"] == pytest.approx(wanted[2] * scale, abs=10)
    assert shown.locator("figure text").all_text_contents() == ["1", "2", "3"]


def test_on_paper_every_picture_starts_a_page_and_no_table_is_cut(windows: Windows, html: str) -> None:
    page = windows.open(PAPER).page
    page.emulate_media(media="print")
    page.set_content(html)
    assert overflow(page) <= 0
    for table in page.locator("table:visible").all():
        cut = table.evaluate(
            "t => t.getBoundingClientRect().right - t.closest('article').getBoundingClientRect().right"
        )
        assert cut <= 0.5
        assert table.evaluate("t => getComputedStyle(t.parentElement).overflowX") == "visible"
        rows = table.locator("tr").all()
        assert {row.evaluate("r => getComputedStyle(r).breakInside") for row in rows} == {"avoid"}
    paper = page.pdf(format="A4")
    sheets = len(re.findall(rb"/Type\s*/Page\b", paper))
    assert 3 <= sheets <= 12
