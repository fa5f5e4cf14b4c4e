"""The stand-in does what the documentation says, seen through the real client or as raw HTTP."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import httpx
import pytest
from PIL import Image

from infra.local.freepik import Catalogue, Fault, FreepikStandIn
from infra.local.freepik.catalogue import PHOTOS
from infra.local.freepik.faults import TOO_MANY, UNAVAILABLE
from onbrand.adapters.freepik import FreepikClient
from onbrand.sourcing import (
    Colour,
    ImageFilter,
    ImageQuery,
    LicenceType,
    LinkExpiredError,
    Orientation,
    People,
)
from tests.contract.freepik.conftest import KEY


def get(stand_in: FreepikStandIn, path: str, key: str | None = KEY) -> httpx.Response:
    return httpx.get(
        stand_in.base_url + path, headers={"x-freepik-api-key": key} if key else {}, trust_env=False
    )


def ids(client: FreepikClient, *keywords: str, **wanted: object) -> list[int]:
    query = ImageQuery(keywords=keywords, filter=ImageFilter.model_validate(wanted))
    return [int(found.id) for found in client.search(query).value]


def test_every_bundled_photograph_is_as_the_catalogue_says() -> None:
    photos = Catalogue.bundled().photos
    assert len(photos) == 12
    for photo in photos:
        with Image.open(photo.path) as picture:
            assert (picture.format, picture.size) == ("JPEG", (photo.width, photo.height))
    assert "Copyright (c) 2013-2023 Start Bootstrap LLC" in (PHOTOS / "LICENSE").read_text(encoding="utf-8")


def test_every_word_must_match_and_titles_come_first(client: FreepikClient) -> None:
    assert ids(client, "coffee") == [7100002, 7100003, 7100004, 7100006, 7100001]
    assert ids(client, "coffee", "cups") == [7100004]
    assert ids(client, "coffee", "submarine") == []


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"orientations": (Orientation.SQUARE,)}, [7100011]),
        ({"orientations": (Orientation.SQUARE, Orientation.HORIZONTAL)}, [7100011, 7100001]),
        ({"orientations": (Orientation.VERTICAL,)}, []),
        ({"licences": (LicenceType.PREMIUM,)}, []),
        ({"people": People.EXCLUDE}, []),
        ({"people": People.INCLUDE}, [7100011, 7100001]),
    ],
)
def test_filters_are_real(client: FreepikClient, wanted: dict[str, object], expected: list[int]) -> None:
    assert ids(client, "woman", **wanted) == expected


def test_photographs_are_found_by_their_colours(client: FreepikClient) -> None:
    assert 7100009 in ids(client, "background", colour=Colour.WHITE)
    assert 7100010 not in ids(client, "background", colour=Colour.RED)


def test_results_are_paged(stand_in: FreepikStandIn) -> None:
    pages = [get(stand_in, f"/v1/resources?term=coffee&limit=2&page={page}").json() for page in (1, 2, 3, 4)]
    assert [len(page["data"]) for page in pages] == [2, 2, 1, 0]
    assert pages[1]["meta"] == {
        "current_page": 2,
        "last_page": 3,
        "per_page": 2,
        "total": 5,
        "clean_search": True,
    }
    listed = [item["id"] for page in pages for item in page["data"]]
    assert len(set(listed)) == 5


def test_more_documented_filters_work(stand_in: FreepikStandIn) -> None:
    def found(query: str) -> list[int]:
        return [item["id"] for item in get(stand_in, f"/v1/resources?{query}").json()["data"]]

    assert found("filters[ids]=7100001,7100012") == [7100001, 7100012]
    assert found("term=coffee&filters[content_type][vector]=1") == []
    assert found("term=coffee&filters[ai-generated][only]=1") == []
    assert len(found("filters[author]=2013")) == 12
    assert found("filters[author]=1") == []


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page=101", "limit=0", "order=newest"])
def test_wrong_parameters_are_refused(stand_in: FreepikStandIn, query: str) -> None:
    assert get(stand_in, f"/v1/resources?{query}").status_code == 400


@pytest.mark.parametrize(("key", "message"), [(None, "Missing API key"), ("other", "Invalid API key")])
def test_the_key_is_checked_by_the_api_but_not_by_the_cdn(
    stand_in: FreepikStandIn, key: str | None, message: str
) -> None:
    refused = get(stand_in, "/v1/resources?term=coffee", key)
    assert (refused.status_code, refused.json()) == (401, {"message": message})
    assert get(stand_in, "/previews/7100001.jpg", key).status_code == 200


@pytest.mark.parametrize(
    ("size", "long_side"),
    [("small", 1000), ("medium", 1500), ("large", 1920), ("original", 1920), ("640px", 640), ("", 1920)],
)
def test_downloads_come_in_the_size_asked_for(stand_in: FreepikStandIn, size: str, long_side: int) -> None:
    query = f"?image_size={size}" if size else ""
    link = get(stand_in, f"/v1/resources/7100002/download{query}").json()["data"]["url"]
    with Image.open(BytesIO(httpx.get(link, trust_env=False).content)) as picture:
        assert max(picture.size) == long_side
        assert picture.width / picture.height == pytest.approx(1920 / 1464, rel=0.01)


@pytest.mark.parametrize("size", ["huge", "99px", "3000px", "12.5px"])
def test_unknown_sizes_are_refused(stand_in: FreepikStandIn, size: str) -> None:
    assert get(stand_in, f"/v1/resources/7100002/download?image_size={size}").status_code == 400


def test_a_link_lives_for_an_hour_and_only_unaltered() -> None:
    now = [datetime(2026, 5, 4, 12, tzinfo=UTC)]
    with FreepikStandIn(clock=lambda: now[0]) as server:
        url = get(server, "/v1/resources/7100011/download").json()["data"]["url"]

        def status(link: str) -> int:
            return httpx.get(link, trust_env=False).status_code

        assert status(url) == 200
        assert status(url.replace("7100011", "7100001")) == 403
        assert status(url[:-1] + ("0" if url[-1] != "0" else "1")) == 403
        assert status(url.split("&token")[0]) == 403
        now[0] += timedelta(minutes=59, seconds=59)
        assert status(url) == 200
        now[0] += timedelta(seconds=1)
        assert status(url) == 403


def test_an_expired_link_is_known_as_such(stand_in: FreepikStandIn, client: FreepikClient) -> None:
    link = client.download("7100011").value
    with pytest.raises(LinkExpiredError):
        client.file(link.model_copy(update={"url": link.url[:-4]}))


def test_nothing_but_the_loopback_interface_is_listened_on(stand_in: FreepikStandIn) -> None:
    assert stand_in.base_url.startswith("http://localhost:")
    assert stand_in.host == "127.0.0.1"


def test_pages_and_licence_can_be_opened(stand_in: FreepikStandIn) -> None:
    assert "Start Bootstrap" in get(stand_in, "/photos/7100001", None).text
    assert "MIT License" in get(stand_in, "/licence", None).text
    assert get(stand_in, "/elsewhere", None).status_code == 404


def test_a_fault_of_an_unknown_operation_is_refused(stand_in: FreepikStandIn) -> None:
    with pytest.raises(ValueError, match="upload"):
        stand_in.faults.add("upload", Fault.html())


def test_faults_come_in_their_order_and_end(stand_in: FreepikStandIn) -> None:
    stand_in.faults.add("search", UNAVAILABLE, times=2)
    stand_in.faults.add("search", TOO_MANY)
    assert [get(stand_in, "/v1/resources").status_code for _ in range(4)] == [503, 503, 429, 200]
    stand_in.faults.add("search", UNAVAILABLE)
    stand_in.faults.clear()
    assert get(stand_in, "/v1/resources").status_code == 200
