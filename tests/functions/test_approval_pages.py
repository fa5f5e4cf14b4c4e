"""What the page behind an approval link shows, and what it allows a browser."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup

from onbrand.bootstrap.content import content_service
from onbrand.bootstrap.parts import Parts
from tests.support.approving import call
from tests.support.scenes import Scene, finding, in_review, picture


@pytest.fixture
def scene(own: Parts) -> Scene:
    return in_review(own)


def test_the_page_shows_everything_that_is_to_be_decided(scene: Scene) -> None:
    page = call("GET", scene.link())
    assert page.status == 200
    for text in (
        "Northbeam",
        "Slow mornings, bright coffee",
        "73 %",
        "not judged",
        "The logo stands in the margin.",
        "Instagram square",
        "Facebook feed",
        "Good morning.",
        "A cup of coffee by a window",
    ):
        assert text in page.text
    soup = BeautifulSoup(page.text, "html.parser")
    deciding = [button["value"] for button in soup.find_all("button", attrs={"name": "decision"})]
    assert deciding == ["approved", "changes_requested", "rejected"]
    assert soup.find("label", attrs={"for": "comment"})
    assert soup.find("html")["lang"] == "en"
    assert soup.find("img")["alt"]
    assert not soup.find("script")


def test_the_page_allows_nothing_from_elsewhere_and_is_kept_nowhere(scene: Scene) -> None:
    headers = call("GET", scene.link()).headers
    policy = headers["content-security-policy"]
    for rule in (
        "default-src 'none'",
        "style-src 'sha256-",
        "img-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ):
        assert rule in policy
    assert "unsafe" not in policy
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"


def test_words_of_people_are_shown_and_not_obeyed(own: Parts) -> None:
    scene = in_review(own, "northbeam", finding(message="<img src=x onerror=alert(1)>"))
    page = call("GET", scene.link()).text
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_the_picture_comes_from_the_bucket(scene: Scene) -> None:
    answer = call("GET", scene.link(), "/picture")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.body == picture()


def test_the_gallery_shows_small_copies_and_opens_whole_files(own: Parts, scene: Scene) -> None:
    story = content_service().story(scene.access, scene.request.id)
    for variant in story.variants:
        own.objects.put(variant.key, f"whole {variant.placement}".encode(), "image/jpeg")
    soup = BeautifulSoup(call("GET", scene.link()).text, "html.parser")
    links = soup.select(".gallery a")
    assert len(links) == len(story.variants) == 2
    shown, opened = [], []
    for link in links:
        for address, answers in ((link.img["src"], shown), (link["href"], opened)):
            query = dict(parse_qsl(urlsplit(address).query))
            answers.append(call("GET", scene.link(), "/picture", query=query).body)
    # the second has no small copy
    assert shown == [picture(), b"whole facebook_feed"]
    assert opened == [b"whole instagram_square", b"whole facebook_feed"]
