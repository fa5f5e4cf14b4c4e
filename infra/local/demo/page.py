"""A person's browser, as far as the approval page needs one: read the page, fill the form, press a button."""

from collections.abc import Mapping
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.action: str | None = None
        self.method = "get"
        self.fields: dict[str, str] = {}
        self.buttons: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action, self.method = given.get("action", ""), given.get("method", "get").lower()
        elif tag == "input" and given.get("type") == "checkbox" and "checked" not in given:
            return
        elif tag == "input" and "name" in given:
            self.fields[given["name"]] = given.get("value", "")
        elif tag == "button" and "name" in given:
            self.buttons.append((given["name"], given.get("value", "")))


def press(http: httpx.Client, url: str, button: str, fields: Mapping[str, str]) -> None:
    """Open ``url``, fill ``fields`` and press the button whose value is ``button``. Raises ValueError when the page has
    no such button, httpx's HTTPStatusError when an answer is none."""
    page = http.get(url)
    page.raise_for_status()
    form = _Form()
    form.feed(page.text)
    chosen = [pair for pair in form.buttons if pair[1] == button]
    if form.method != "post" or not chosen:
        raise ValueError(f"The page {url} has no form with a button {button!r}.")
    result = http.post(
        urljoin(url, form.action or ""), data={**form.fields, **fields, **dict(chosen)}, follow_redirects=True
    )
    result.raise_for_status()
