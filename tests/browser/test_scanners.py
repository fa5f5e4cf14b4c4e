"""Mail scanners open every link of every message, again and again, some in a browser that runs scripts and follows what
it finds. Nothing changes by that; and the check itself sees a GET that decides."""

import html
import re
from typing import Any

import pytest

from functions.approval_links.handler import handler as links
from onbrand.bootstrap.approval import approval_links, approval_service
from onbrand.bootstrap.identity import organizations
from onbrand.bootstrap.parts import Parts, using
from onbrand.content import Decision
from onbrand.entry.forms import form_text
from onbrand.identity import NewMember, Role
from tests.browser.conftest import Site, Windows
from tests.browser.scene import shown
from tests.browser.states import colleague
from tests.support.parts import memory_parts
from tests.support.scenes import events_of, in_review
from tests.support.sending import tell
from tests.support.serving import served

pytestmark = pytest.mark.browser
TIMES = 20
ADDRESS = re.compile(r"""https://api\.onbrand\.example[^\s"'<>)]*""")
FOUND = "[...document.querySelectorAll('[href], [src], [action]')].map(e => e.href || e.src || e.action)"


def addresses(parts: Parts) -> set[str]:
    """Every address of the product in every message that its events make: in its HTML, text and headers."""
    for event in events_of(parts):
        tell(parts, [event])
    found = set()
    for sent in parts.mailer.sent:  # type: ignore[attr-defined]
        texts = [str(value) for value in sent.message.values()]
        texts += [part.get_content() for part in sent.message.walk() if part.get_content_maintype() == "text"]
        found |= {html.unescape(address) for text in texts for address in ADDRESS.findall(text)}
    return found


def told(parts: Parts) -> None:
    """Asked, handed on, invited, decided: with the messages that these make."""
    scene = shown(parts)
    other = colleague(scene)
    approval_service().delegate(scene.organization.id, scene.request.id, scene.approver.id, other.id)
    organizations().add_member(scene.access, NewMember(email="new@northbeam.example", role=Role.VIEWER))
    ended = in_review(parts, "southbeam")
    approval_service().decide(
        ended.organization.id, ended.request.id, ended.approver.id, Decision.REJECTED, "No.", 1, "api"
    )
    in_review(parts, "eastbeam")


def state(parts: Parts) -> tuple[int, int]:
    """Counts what was ever written and sent."""
    return len(parts.table.records), len(parts.mailer.sent)  # type: ignore[attr-defined]


def scan(parts: Parts, origin: str, windows: Windows) -> int:
    """Opens everything as scanners do; how many addresses were opened. Fails when anything has changed."""
    links = {address.replace("https://api.onbrand.example", origin) for address in addresses(parts)}
    before = state(parts)
    page = windows.open(1280, 900, scripts=True).page
    opened = set()
    for link in sorted(links):
        for method in ["GET", "HEAD", "OPTIONS"] * TIMES:
            page.request.fetch(link, method=method, max_redirects=0)
        page.goto(link)
        page.mouse.wheel(0, 4000)
        page.locator("body").hover()
        inner: list[str] = page.evaluate(FOUND)
        opened |= {link, f"{link}?decision=approved", *(one for one in inner if one.startswith(origin))}
    for link in sorted(opened - links):
        for method in ("GET", "HEAD"):
            page.request.fetch(link, method=method)
        page.goto(link)
    assert state(parts) == before
    return len(opened)


def test_scanners_change_nothing(windows: Windows) -> None:
    with using(memory_parts()) as parts, served() as origin:
        told(parts)
        assert scan(parts, origin, windows) > 6


def test_the_check_sees_a_get_that_decides(windows: Windows) -> None:
    def decides(event: dict[str, Any], context: Any) -> dict[str, Any]:
        claims = approval_links().read(event["pathParameters"]["link"])
        review = approval_service().review(
            Site(parts, scene, origin).scene.access, claims.request_id, claims.step
        )
        if event["routeKey"].startswith("GET") and review.of_person(claims.approver_id) in review.open:
            approval_service().decide(
                claims.organization_id,
                claims.request_id,
                claims.approver_id,
                Decision.APPROVED,
                form_text(event) or None,
                claims.content_version,
                "link",
            )
        return links(event, context)

    with using(memory_parts()) as parts, served({"approval_links": decides}) as origin:
        scene = shown(parts)
        with pytest.raises(AssertionError):
            scan(parts, origin, windows)
