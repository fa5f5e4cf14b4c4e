"""Answering with more than a button: points, remarks, formats sent back, handing on; in a browser without scripts."""

import httpx
import pytest
from playwright.sync_api import Page

from infra.local.demo.page import press as demo_press
from onbrand.bootstrap.approval import approval_service
from onbrand.bootstrap.content import requests
from onbrand.content import RequestStatus
from tests.browser.conftest import Site, Windows
from tests.browser.measures import looks, overflow, pale_texts
from tests.browser.states import colleague

pytestmark = pytest.mark.browser
PHONE = (375, 812)


def status_of(site: Site) -> RequestStatus:
    return requests().request(site.scene.organization.id, site.scene.request.id).status


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def test_a_point_is_chosen_on_the_picture_and_travels_with_the_answer(site: Site, windows: Windows) -> None:
    window = windows.open(*PHONE)
    page = window.page
    page.goto(site.address)
    page.get_by_label("Comment", exact=True).fill("Two\nlines")
    page.get_by_label("Send back Facebook feed").check()
    press(page, "Point at something on Facebook feed")
    for look in looks(page, PHONE, (1280, 900), (320, 640)):
        assert (overflow(page), pale_texts(page)) == (0, []), look
    page.set_viewport_size({"width": 375, "height": 812})
    box = page.locator("input[type=image]").bounding_box()
    assert box is not None
    assert box["width"] == 288
    with page.expect_navigation():
        page.mouse.click(box["x"] + 72, box["y"] + 216)
    assert status_of(site) is RequestStatus.IN_REVIEW
    assert page.get_by_label("Comment", exact=True).input_value() == "Two\nlines"
    assert page.get_by_label("Send back Facebook feed").is_checked()
    assert page.evaluate("document.activeElement.id") == "pin-0"
    page.get_by_label("Point A, Facebook feed").fill("Cut off here.")
    page.locator("summary").first.click()
    page.get_by_label("Your comment on finding 1").fill("Rather top left.")
    press(page, "Request changes")
    assert status_of(site) is RequestStatus.CHANGES_REQUESTED
    (record,) = requests().story(site.scene.organization.id, site.scene.request.id).approvals
    assert (record.sent_back, record.comment, record.decided_via) == (
        ("facebook_feed",),
        "Two\nlines",
        "link",
    )
    remark, point = approval_service().comments(site.scene.access, site.scene.request.id, 10).items
    assert (remark.text, remark.finding) == ("Rather top left.", "logo_position")
    assert (point.text, point.placement) == ("Cut off here.", "facebook_feed")
    assert point.point is not None
    assert (point.point.x, point.point.y) == (pytest.approx(0.25, abs=0.01), pytest.approx(0.75, abs=0.01))
    assert window.complaints == []
    assert window.asked_elsewhere(site.origin) == []


def test_a_point_can_be_chosen_large_named_and_taken_away(site: Site, windows: Windows) -> None:
    page = windows.open(1280, 900).page
    page.goto(site.address)
    press(page, "Point at something")
    press(page, "Show it larger")
    box = page.locator("input[type=image]").bounding_box()
    assert box is not None
    assert box["width"] == 720
    page.get_by_label("Or name the place").select_option("Top right")
    press(page, "Use this place")
    assert page.locator(".point").count() == 2
    assert "83 % from the left, 17 % from the top" in (page.locator(".pinned label").text_content() or "")
    press(page, "Take point A away")
    assert page.locator(".pinned").count() == 0
    assert status_of(site) is RequestStatus.IN_REVIEW


def test_an_answer_without_a_reason_comes_back_with_everything_that_was_written(
    site: Site, windows: Windows
) -> None:
    window = windows.open(*PHONE)
    page = window.page
    page.goto(site.address)
    press(page, "Reject")
    assert "Nothing was decided. Say why you reject it" in page.get_by_role("alert").inner_text()
    for look in looks(page, PHONE, (1280, 900)):
        assert (overflow(page), pale_texts(page)) == (0, []), look
    page.get_by_label("Send back Instagram square").check()
    page.get_by_label("Comment", exact=True).fill("Lovely.")
    press(page, "Approve")
    assert "You marked formats to send back." in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Send back Instagram square").is_checked()
    assert page.get_by_label("Comment", exact=True).input_value() == "Lovely."
    assert status_of(site) is RequestStatus.IN_REVIEW
    page.get_by_label("Send back Instagram square").uncheck()
    press(page, "Approve")
    assert status_of(site) is RequestStatus.APPROVED


def test_the_return_key_never_decides(site: Site, windows: Windows) -> None:
    page = windows.open(1280, 900).page
    page.goto(site.address)
    page.get_by_label("Comment", exact=True).fill("Not yet")
    page.get_by_label("Send back Facebook feed").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == "What do you mean?"
    press(page, "Back, without a point")
    assert page.get_by_label("Comment", exact=True).input_value() == "Not yet"
    assert status_of(site) is RequestStatus.IN_REVIEW


def test_a_decision_is_handed_on_to_somebody_who_may_decide(site: Site, windows: Windows) -> None:
    colleague(site.scene, "kim")
    page = windows.open(*PHONE).page
    page.goto(site.address)
    page.get_by_role("link", name="Hand it on to somebody else").click()
    offered = page.get_by_label("Hand it on to").locator("option").all_inner_texts()
    assert offered == ["Choose", "Kim"]
    page.get_by_label("Hand it on to").select_option("Kim")
    press(page, "Hand on")
    assert "Kim is asked now" in page.locator("main").inner_text()
    story = requests().story(site.scene.organization.id, site.scene.request.id)
    assert sorted(one.status for one in story.approvals) == ["delegated", "open"]


def test_the_demo_sends_the_form_as_a_browser_does(site: Site) -> None:
    with httpx.Client(timeout=30) as browser:
        demo_press(browser, site.address, "approved", {"comment": "Lovely. Ship it."})
    assert status_of(site) is RequestStatus.APPROVED
