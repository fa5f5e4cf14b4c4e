"""Every state of the page behind a link, in a browser that runs no scripts: it says what it is, fits, and reads well."""

from itertools import pairwise

import pytest

from tests.browser.conftest import Site, Windows
from tests.browser.measures import looks, overflow, pale_texts
from tests.browser.states import STATES

pytestmark = pytest.mark.browser
SIZES = (375, 812), (800, 1100), (1280, 900), (320, 640)
DECIDING = {"open", "changed", "waived"}
HEADINGS = "[...document.querySelectorAll('h1, h2, h3')].map(e => Number(e.tagName[1]))"


@pytest.mark.parametrize("name", STATES)
def test_every_state_says_what_it_is_and_reads_well(site: Site, windows: Windows, name: str) -> None:
    bring, status, sentence = STATES[name]
    window = windows.open(*SIZES[0])
    page = window.page
    answer = page.goto(bring(site))
    assert answer is not None
    assert answer.status == status
    assert sentence in page.locator("main").inner_text()
    for summary in page.locator("summary").all():
        summary.click()
    for look in looks(page, *SIZES):
        assert overflow(page) <= 0, look
        assert pale_texts(page) == [], look
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.title().strip()
    levels = page.evaluate(HEADINGS)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    controls = page.locator("input:not([type=hidden]), textarea, select").all()
    assert all(one.evaluate("one => one.labels.length > 0 || one.alt") for one in controls)
    assert bool(page.locator("[name=decision]").count()) == (name in DECIDING)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert window.asked_elsewhere(site.origin) == []
    assert all("Failed to load" in complaint and status >= 400 for complaint in window.complaints)


@pytest.mark.parametrize("name", ["open", "changed", "sign in", "handing"])
def test_at_twice_the_size_nothing_is_cut_off(site: Site, windows: Windows, name: str) -> None:
    page = windows.open(640, 900).page
    page.goto(STATES[name][0](site))
    page.evaluate("document.documentElement.style.fontSize = '200%'; document.body.style.zoom = 2")
    assert overflow(page) <= 0
    for one in page.locator("main button:visible, main a:visible, main select:visible").all():
        box = one.bounding_box()
        assert box is not None
        assert box["x"] >= -1
        assert box["x"] + box["width"] <= 641


def test_versions_stand_side_by_side_with_what_came_and_went(site: Site, windows: Windows) -> None:
    page = windows.open(375, 812).page
    page.goto(STATES["changed"][0](site))
    before, now = (one.bounding_box() for one in page.locator(".beside img").all())
    assert before is not None
    assert now is not None
    assert before["y"] == now["y"]
    assert before["x"] + before["width"] <= now["x"]
    assert page.locator(".beside img").evaluate_all("them => them.map(one => one.naturalWidth)") == [
        600,
        1080,
    ]
    told = page.locator(".changes").inner_text()
    assert "Unchanged: Facebook feed" in told
    assert told.index("No longer found") < told.index("The heading is a little small.")
    assert told.index("Newly found") < told.index("The heading stands in the margin.")
    assert "4 findings stay as before" in told
    talk = page.locator(".talk").inner_text()
    assert "You requested changes" in talk
    assert "80 % from the left, 90 % from the top" in talk
