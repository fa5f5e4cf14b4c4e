"""Each thing that can go wrong with a call has one defined outcome."""

import gzip
import json
from collections.abc import Callable

import pytest

from infra.local.freepik import Cut, Fault, FreepikStandIn
from infra.local.freepik.faults import (
    DOWNLOAD_LIMIT,
    FREE_LIMIT,
    PREMIUM,
    SERVER_ERROR,
    TOO_MANY,
    UNAVAILABLE,
)
from onbrand.adapters.freepik import FreepikClient
from onbrand.sourcing import (
    DownloadLink,
    ImageGoneError,
    ImageQuery,
    LinkExpiredError,
    ProviderAnswerError,
    ProviderError,
    ProviderQuotaError,
    ProviderRefusedError,
    ProviderUnavailableError,
)

COFFEE = ImageQuery(keywords=("coffee",))
PHOTO = "7100003"
API = ("search", "detail", "download")
CDN = ("preview", "file")

DEEP = b"[" * 100_000
BOMB = Fault(headers={"Content-Encoding": "gzip"}, body=gzip.compress(bytes(10_000_000)))
METADATA = Fault(status=302, body=b"", headers={"Location": "http://169.254.169.254/latest/meta-data/"})

ANYWHERE = [
    ("500", SERVER_ERROR, ProviderUnavailableError),
    ("502 page", Fault.html(502), ProviderUnavailableError),
    ("503", UNAVAILABLE, ProviderUnavailableError),
    ("slow down", TOO_MANY, ProviderUnavailableError),
    ("408", Fault.refusal(408, "Request timeout"), ProviderUnavailableError),
    ("418", Fault.refusal(418, "I'm a teapot"), ProviderAnswerError),
    ("redirect inside", METADATA, ProviderAnswerError),
    ("gzip bomb", BOMB, ProviderAnswerError),
    ("unknown encoding", Fault(headers={"Content-Encoding": "br, gzip"}), ProviderAnswerError),
    ("endless body", Fault(endless=True), ProviderAnswerError),
    ("content length too long", Fault(length=10), ProviderUnavailableError),
    *[(f"reset at {cut}", Fault(reset=cut), ProviderUnavailableError) for cut in Cut],
    *[(f"cut at {cut}", Fault(truncate=cut), ProviderUnavailableError) for cut in Cut],
]
OF_THE_API = [
    ("page instead of data", Fault.html(200), ProviderUnavailableError),
    (
        "page that claims to be JSON",
        Fault(body=b" <html>", content_type="application/json"),
        ProviderUnavailableError,
    ),
    ("content length too short", Fault(length=-10), ProviderUnavailableError),
    ("truncated JSON", Fault(body=b'{"data": [{"id": 77'), ProviderUnavailableError),
    ("empty body", Fault(body=b""), ProviderUnavailableError),
    ("nested beyond measure", Fault(body=DEEP), ProviderUnavailableError),
    ("wrong charset", Fault(body='{"data": "café"}'.encode("utf-16")), ProviderAnswerError),
    ("200 with an error body", Fault.json({"message": "Internal Server Error"}), ProviderAnswerError),
    ("another form", Fault.json({"data": "none"}), ProviderAnswerError),
    ("a list of nothing we know", Fault.json({"data": [{"no": "id"}]}), ProviderAnswerError),
    ("no document", Fault.json(None), ProviderAnswerError),
    ("401", Fault.refusal(401, "Invalid API key"), ProviderRefusedError),
    ("402", Fault.refusal(402, "Payment required"), ProviderQuotaError),
    ("403", Fault.refusal(403, "User is not authorized to access this resource"), ProviderRefusedError),
    ("download limit", DOWNLOAD_LIMIT, ProviderQuotaError),
    ("free limit", FREE_LIMIT, ProviderQuotaError),
    (
        "trial",
        Fault.refusal(429, "Your free trial is exhausted, please upgrade your plan"),
        ProviderQuotaError,
    ),
    ("429 without words", Fault(status=429, body=b""), ProviderUnavailableError),
]
OF_THE_CDN = [
    (str(status), Fault(status=status, body=b"no"), LinkExpiredError) for status in (401, 403, 404, 410)
]

CASES = [
    *[(operation, *case) for operation in API for case in ANYWHERE + OF_THE_API],
    *[(operation, *case) for operation in CDN for case in ANYWHERE + OF_THE_CDN],
]


def call(client: FreepikClient, stand_in: FreepikStandIn, operation: str) -> object:
    """Makes exactly one call of the operation that the stand-in counts."""
    match operation:
        case "search":
            return client.search(COFFEE)
        case "detail":
            return client.detail(PHOTO)
        case "download":
            return client.download(PHOTO)
        case "preview":
            return client.preview(f"{stand_in.base_url}/previews/{PHOTO}.jpg")
        case _:
            return client.file(
                DownloadLink(
                    url=f"{stand_in.base_url}/files/{PHOTO}/500/a.jpg?token=exp=1~hmac=0", filename="a.jpg"
                )
            )


@pytest.mark.parametrize(
    ("operation", "name", "fault", "expected"), CASES, ids=[f"{case[0]}: {case[1]}" for case in CASES]
)
def test_a_fault_has_its_outcome_and_is_not_repeated(
    stand_in: FreepikStandIn,
    client: FreepikClient,
    operation: str,
    name: str,
    fault: Fault,
    expected: type[ProviderError],
) -> None:
    stand_in.faults.add(operation, fault)
    with pytest.raises(ProviderError) as caught:
        call(client, stand_in, operation)
    assert type(caught.value) is expected
    assert stand_in.count(operation) == 1
    assert str(caught.value).endswith(".")
    assert caught.value.facts.reached


@pytest.mark.parametrize("operation", [*API, *CDN])
@pytest.mark.parametrize(
    "fault", [Fault(stall=True), Fault(drip=0.01)], ids=["stalled", "a byte now and then"]
)
def test_a_slow_answer_ends_with_the_deadline(
    stand_in: FreepikStandIn, connect: Callable[..., FreepikClient], operation: str, fault: Fault
) -> None:
    hasty = connect(read_timeout=5, api_deadline=0.1, file_deadline=0.1)
    stand_in.faults.add(operation, fault)
    with pytest.raises(ProviderUnavailableError, match="too long") as caught:
        call(hasty, stand_in, operation)
    assert 80 <= caught.value.facts.response_time_ms < 2000


def test_a_read_that_stalls_ends_with_its_own_timeout(
    stand_in: FreepikStandIn, connect: Callable[..., FreepikClient]
) -> None:
    stand_in.faults.add("search", Fault(stall=True))
    with pytest.raises(ProviderUnavailableError, match="too long"):
        connect(read_timeout=0.05).search(COFFEE)


def test_a_server_that_is_not_there_was_not_reached(connect: Callable[..., FreepikClient]) -> None:
    with pytest.raises(ProviderUnavailableError, match="cannot be reached") as caught:
        connect(base_url="http://localhost:1").search(COFFEE)
    assert not caught.value.facts.reached


def test_the_connection_is_good_again_after_a_fault(stand_in: FreepikStandIn, client: FreepikClient) -> None:
    for cut in Cut:
        stand_in.faults.add("search", Fault(reset=cut))
        with pytest.raises(ProviderUnavailableError):
            client.search(COFFEE)
        assert len(client.search(COFFEE).value) == 5


def test_an_unknown_picture_is_gone(client: FreepikClient) -> None:
    with pytest.raises(ImageGoneError):
        client.detail("1")


def test_a_premium_picture_is_refused_with_advice(stand_in: FreepikStandIn, client: FreepikClient) -> None:
    stand_in.faults.add("download", PREMIUM)
    with pytest.raises(ProviderRefusedError, match="freemium"):
        client.download(PHOTO)


@pytest.mark.parametrize(
    ("size", "limit", "fits"),
    [(1000, 1000, True), (1001, 1000, False)],
)
def test_bodies_are_taken_up_to_the_limit(
    stand_in: FreepikStandIn, connect: Callable[..., FreepikClient], size: int, limit: int, fits: bool
) -> None:
    client = connect(max_preview_bytes=limit)
    stand_in.faults.add("preview", Fault(body=b"x" * size))
    url = f"{stand_in.base_url}/previews/{PHOTO}.jpg"
    if fits:
        assert len(client.preview(url).value) == size
    else:
        with pytest.raises(ProviderAnswerError):
            client.preview(url)


def test_a_broken_answer_keeps_the_status_that_came_before_it_broke(
    stand_in: FreepikStandIn, client: FreepikClient
) -> None:
    stand_in.faults.add("download", Fault(body=json.dumps({"data": {}}).encode()))
    with pytest.raises(ProviderAnswerError) as caught:
        client.download(PHOTO)
    assert caught.value.facts.status == 200
