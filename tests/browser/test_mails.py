"""Every mail as a mail program shows it: it opens alone, fits, and reads well in the light and in the dark."""

import re

import pytest

from onbrand.notify.codes import code_mail
from tests.browser.conftest import Windows
from tests.browser.measures import broken_pictures, looks, overflow, pale_texts
from tests.support.mails import LINK, every_mail

pytestmark = pytest.mark.browser
MAILS = every_mail() | {"code": code_mail("482913").html}


SIZES = (800, 800), (375, 800)


def test_every_mail_fits_and_reads_well(windows: Windows) -> None:
    page = windows.open(600).page
    for name, html in MAILS.items():
        page.set_content(html)
        for look in looks(page, *SIZES):
            assert (overflow(page), pale_texts(page)) == (0, []), (name, look)


def test_every_picture_has_words_and_its_own_shape(windows: Windows) -> None:
    page = windows.open(600).page
    shown = {name: html for name, html in MAILS.items() if "<img" in html}
    assert len(shown) > 4
    for name, html in shown.items():
        page.set_content(html)
        assert broken_pictures(page) == [], name
        images = page.locator("img").all()
        assert len(images) == (6 if name.startswith("report") else 1), name
        for image in images:
            assert image.get_attribute("alt"), name
            assert re.fullmatch(r"\d+", image.get_attribute("width") or ""), name
            own = image.evaluate("image => image.naturalWidth / image.naturalHeight")
            for look in looks(page, *SIZES):
                box = image.bounding_box()
                assert box is not None
                assert box["width"] / box["height"] == pytest.approx(own, abs=0.02), (name, look)


def test_no_mail_fetches_anything(windows: Windows) -> None:
    window = windows.open(600, scripts=True)
    for name, html in MAILS.items():
        window.page.set_content(html)
        assert window.page.locator("script, link, iframe, form, input").count() == 0, name
        assert not re.search(r"""(src|background)=(?!["']?data:)|url\(|@import|cid:""", html), name
    assert window.asked_elsewhere("about:") == []


def test_the_one_button_leads_to_the_decision_and_is_easy_to_hit(windows: Windows) -> None:
    page = windows.open(600).page
    asked = {name: html for name, html in MAILS.items() if name.startswith("approval_")}
    assert len(asked) == 9
    for name, html in asked.items():
        page.set_content(html)
        button = page.get_by_role("link", name="Review and decide")
        assert button.get_attribute("href") == LINK, name
        for look in looks(page, *SIZES):
            box = button.bounding_box()
            assert box is not None
            assert box["height"] >= 44, (name, look)
