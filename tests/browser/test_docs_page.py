"""The API's own page."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site, Windows
from tests.browser.measures import overflow

pytestmark = pytest.mark.browser


def test_the_docs_list_every_operation_and_ask_nobody_else(site: Site, windows: Windows) -> None:
    window = windows.open(1280, scripts=True)
    page = window.page
    page.goto(f"{site.origin}/docs")
    document = json.loads(page.request.get(f"{site.origin}/v1/openapi.json").text())
    methods = {"get", "put", "post", "patch", "delete"}
    told = [*document["paths"].values(), *document["webhooks"].values()]
    wanted = sum(len(methods & set(one)) for one in told)
    assert wanted > len(document["webhooks"]) > 10
    expect(page.locator(".opblock")).to_have_count(wanted)
    assert document["info"]["title"] in page.locator(".info .title").inner_text()
    page.locator(".opblock-summary-control").first.click()
    expect(page.locator(".opblock-body").first).to_be_visible()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert overflow(page) <= 0, width
    assert window.complaints == []
    assert window.asked_elsewhere(site.origin) == []
