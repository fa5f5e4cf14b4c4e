"""Chromium as Debian brings it, and the product in memory behind a real port."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from onbrand.bootstrap.parts import Parts, using
from tests.browser.scene import shown
from tests.support.parts import memory_parts
from tests.support.scenes import Scene
from tests.support.serving import served

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; the tests fail without one."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("There is no Chromium on this machine. On Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Window:
    """A page, with what it asked for and what it complained about."""

    page: Page
    requests: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def note(self, message: ConsoleMessage) -> None:
        # Browsers ask every site for an icon by themselves.
        if message.type in ("error", "warning") and not message.location["url"].endswith("/favicon.ico"):
            self.complaints.append(message.text)

    def asked_elsewhere(self, origin: str) -> list[str]:
        """The addresses asked for that are neither of the origin nor in the page itself."""
        urls = [request.url for request in self.requests]
        return [url for url in urls if not url.startswith((f"{origin}/", "data:", "about:", "blob:"))]


class Windows:
    """Opens windows, each a browser of its own."""

    def __init__(self, chromium: Browser) -> None:
        self._chromium = chromium
        self._open: list[BrowserContext] = []

    def open(self, width: int, height: int = 844, scripts: bool = False, dark: bool = False) -> Window:
        """A window of this size (CSS pixels)."""
        context = self._chromium.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
        )
        self._open.append(context)
        context.set_default_timeout(15_000)
        window = Window(context.new_page())
        context.on("request", lambda request: window.requests.append(request))
        window.page.on("console", window.note)
        window.page.on("pageerror", lambda error: window.complaints.append(str(error)))
        return window

    def close(self) -> None:
        for context in self._open:
            context.close()


@pytest.fixture
def windows(chromium: Browser) -> Iterator[Windows]:
    """Closed when the test ends."""
    opened = Windows(chromium)
    yield opened
    opened.close()


@dataclass
class Site:
    """The product behind its address, with a request that waits for its approver."""

    parts: Parts
    scene: Scene
    origin: str

    @property
    def address(self) -> str:
        """The approver's link."""
        return f"{self.origin}/approvals/{self.scene.link()}"


@pytest.fixture
def site() -> Iterator[Site]:
    """A site of its own for each test."""
    with using(memory_parts()) as parts, served() as origin:
        yield Site(parts, shown(parts), origin)
