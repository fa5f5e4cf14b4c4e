"""The page behind an approval link, in a browser that runs no scripts."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from onbrand.bootstrap.content import content_service, requests
from onbrand.content import RequestStatus
from tests.browser.conftest import Site, Windows
from tests.browser.measures import broken_pictures, looks, overflow, pale_texts
from tests.browser.scene import HEADLINE_BOX, LOGO_BOX

pytestmark = pytest.mark.browser
PHONE, DESK = (390, 844), (1280, 900)
BUTTONS = {"Approve": "approved", "Request changes": "changes_requested", "Reject": "rejected"}
SIZE = 1080


def status_of(site: Site) -> RequestStatus:
    return requests().request(site.scene.organization.id, site.scene.request.id).status


def where(page: Page, selector: str) -> dict[str, float]:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return dict(box)


def test_the_page_fits_loads_and_reads_well(site: Site, windows: Windows) -> None:
    window = windows.open(*PHONE)
    window.page.goto(site.address)
    for summary in window.page.locator("summary").all():
        summary.click()
    for look in looks(window.page, PHONE, DESK, (320, 640)):
        assert overflow(window.page) <= 0, look
        assert pale_texts(window.page) == [], look
    assert broken_pictures(window.page) == []
    assert window.complaints == []
    assert window.asked_elsewhere(site.origin) == []


def test_what_is_pressed_is_large_and_has_a_name(site: Site, windows: Windows) -> None:
    page = windows.open(*PHONE).page
    page.goto(site.address)
    for look in looks(page, PHONE, DESK):
        for name in BUTTONS:
            box = page.get_by_role("button", name=name, exact=True).bounding_box()
            assert box is not None
            assert min(box["height"], box["width"]) >= 44, (name, look)
    assert page.get_by_label("Comment", exact=True).count() == 1
    controls = page.locator("input:not([type=hidden]), textarea, select").all()
    assert len(controls) == 8  # the switch, two formats, four findings, the comment
    assert all(control.evaluate("control => control.labels.length") for control in controls)
    links = page.locator("a:visible").all()
    assert links
    assert all(link.inner_text().strip() for link in links)


def test_the_picture_and_the_question_come_first(site: Site, windows: Windows) -> None:
    for size in (PHONE, DESK):
        page = windows.open(*size).page
        page.goto(site.address)
        title, picture = where(page, "h1"), where(page, ".frame img")
        assert "go out?" in page.locator("h1").inner_text()
        assert title["y"] < picture["y"] < size[1] / 2
        assert picture["width"] * picture["height"] > 0.35 * size[0] * size[1]
        assert page.locator(".frame img").get_attribute("alt")


def test_on_a_wide_window_the_decision_is_in_sight_at_once(site: Site, windows: Windows) -> None:
    page = windows.open(*DESK).page
    page.goto(site.address)
    for name in BUTTONS:
        box = page.get_by_role("button", name=name, exact=True).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < DESK[1], name


def test_on_a_phone_one_tap_leads_to_the_decision(site: Site, windows: Windows) -> None:
    page = windows.open(*PHONE).page
    page.goto(site.address)
    page.get_by_role("link", name="Go to your decision").click()
    assert 0 <= where(page, "#decision")["y"] < PHONE[1] / 2


def test_numbered_boxes_lie_where_the_findings_are(site: Site, windows: Windows) -> None:
    page = windows.open(*DESK).page
    page.goto(site.address)
    picture = where(page, ".frame img")
    scale = picture["width"] / SIZE
    boxes = [box.bounding_box() for box in page.locator(".boxes .edge").all()]
    wanted = [LOGO_BOX, HEADLINE_BOX, HEADLINE_BOX]
    for drawn, (x, y, width, height) in zip(boxes, wanted, strict=True):
        assert drawn is not None
        assert drawn["x"] - picture["x"] == pytest.approx(x * scale, abs=4)
        assert drawn["y"] - picture["y"] == pytest.approx(y * scale, abs=4)
        assert drawn["width"] == pytest.approx(width * scale, abs=8)
        assert drawn["height"] == pytest.approx(height * scale, abs=8)
    assert page.locator(".pin-number").all_text_contents() == ["1", "2", "4"]
    badges = page.locator(".findings .badge")
    assert badges.all_inner_texts() == ["1", "2", "3", "4"]
    assert "logo stands bottom right" in page.locator(".findings li").first.inner_text()
    colours = [badge.evaluate("e => getComputedStyle(e).backgroundColor") for badge in badges.all()]
    assert len(set(colours)) == 3
    pins = page.locator(".pin").all()
    assert [pin.evaluate("e => getComputedStyle(e).fill") for pin in pins] == [*colours[:2], colours[3]]


def test_the_boxes_can_be_put_away(site: Site, windows: Windows) -> None:
    page = windows.open(*DESK).page
    page.goto(site.address)
    assert page.locator(".boxes").is_visible()
    page.get_by_label("Show on the picture what was found").uncheck()
    assert not page.locator(".boxes").is_visible()


def test_every_format_is_shown_and_opens_at_full_size(site: Site, windows: Windows) -> None:
    page = windows.open(*DESK).page
    page.goto(site.address)
    tiles = page.locator(".gallery a")
    assert tiles.all_inner_texts() == ["Instagram square", "Facebook feed"]
    small, older = page.locator(".gallery img").evaluate_all("them => them.map(one => one.naturalWidth)")
    assert small < older == 1080
    for tile in tiles.all():
        answer = page.request.get(f"{site.origin}/approvals/{tile.get_attribute('href')}")
        assert (answer.status, answer.headers["content-type"]) == (200, "image/jpeg")


def test_the_keyboard_goes_through_the_page_in_order(site: Site, windows: Windows) -> None:
    page = windows.open(*DESK).page
    page.goto(site.address)
    reached = []
    for _ in range(17):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "document.activeElement.value || document.activeElement.innerText || document.activeElement.id"
            )
        )
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", reached[-1]
    formats = ["instagram_square", "facebook_feed"]
    marked = [one for name in formats for one in (name.replace("_", " ").capitalize(), name, name)]
    assert reached[:2] == ["on", formats[0]]
    assert reached[2:6] == ["Comment on this"] * 4
    assert reached[6:] == [*marked, "comment", *BUTTONS.values(), "Hand it on to somebody else"]


@pytest.mark.parametrize(("name", "decision"), BUTTONS.items())
def test_a_pressed_button_decides_and_the_page_says_so(
    site: Site, windows: Windows, name: str, decision: str
) -> None:
    window = windows.open(*PHONE)
    page = window.page
    page.goto(site.address)
    page.get_by_label("Comment", exact=True).fill(
        "Warmer, please.\n" + "https://northbeam.example/" + "a" * 200
    )
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()
    assert status_of(site).value == decision
    for _ in range(2):
        words = page.locator("main").inner_text()
        assert decision.replace("_", " ").capitalize() in words
        assert "by you on 5 January 2026" in words
        assert "Warmer, please." in words
        assert page.locator("form, button").count() == 0
        assert (overflow(page), broken_pictures(page), pale_texts(page)) == (0, [], [])
        page.goto(site.address)
    assert window.complaints == []
    assert window.asked_elsewhere(site.origin) == []


def test_an_expired_an_unknown_and_a_withdrawn_link_say_so(site: Site, windows: Windows) -> None:
    window = windows.open(*PHONE)
    page = window.page

    def opened(address: str) -> tuple[int, str]:
        answer = page.goto(address)
        assert answer is not None
        assert (overflow(page), pale_texts(page)) == (0, [])
        assert page.locator("form, button").count() == 0
        return answer.status, page.locator("h1").inner_text()

    assert opened(f"{site.origin}/approvals/abc.def") == (404, "We cannot find this page")
    address = site.address
    content_service().cancel(site.scene.access, site.scene.request.id)
    assert opened(address) == (410, "There is nothing to decide any more")
    assert "The request is cancelled" in page.locator("main").inner_text()
    site.parts.clock.advance(seconds=timedelta(days=4).total_seconds())  # type: ignore[attr-defined]
    assert opened(address)[0] == 410
    assert window.asked_elsewhere(site.origin) == []
