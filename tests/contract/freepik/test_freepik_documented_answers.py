"""The vendor's own example bodies, read by the client."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from infra.local.freepik import Fault, FreepikStandIn
from onbrand.adapters.freepik import FreepikClient
from onbrand.sourcing import (
    ImageGoneError,
    ImageQuery,
    LicenceType,
    Orientation,
    ProviderAnswerError,
    ProviderError,
    ProviderQuotaError,
    ProviderRefusedError,
    ProviderUnavailableError,
)

EXAMPLES = Path(__file__).parent / "examples"
CARS = ImageQuery(keywords=("car",))


def example(name: str) -> Fault:
    return Fault.json(json.loads((EXAMPLES / name).read_text(encoding="utf-8")))


def test_the_documented_list_is_read(stand_in: FreepikStandIn, client: FreepikClient) -> None:
    stand_in.faults.add("search", example("spec_resources_list_200.json"))
    car, logo = client.search(CARS).value
    assert (car.id, car.title, car.content_type, car.orientation) == (
        "770011",
        "Sports car",
        "photo",
        Orientation.SQUARE,
    )
    assert (car.author.id, car.author.name) == ("744082", "flaticon")
    assert [(offer.type, offer.url) for offer in car.licences] == [
        (LicenceType.FREEMIUM, "https://www.freepik.com/profile/license/pdf/770011?lang=en")
    ]
    assert car.published_at == datetime(2022, 1, 14, 20, 45, 28, tzinfo=UTC)
    assert car.preview_url == "https://img.flaticon.com/icons/png/512/67/67994.png"
    assert (logo.content_type, logo.rank) == ("vector", 1)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("spec_resource_detail_photo_200.json", ("770012", "photo", False, True, 1000)),
        ("spec_resource_detail_ai_200.json", ("770012", "photo", True, True, 1000)),
        ("spec_resource_detail_vector_200.json", ("770011", "vector", False, False, None)),
    ],
)
def test_the_documented_details_are_read(
    stand_in: FreepikStandIn, client: FreepikClient, name: str, expected: tuple[object, ...]
) -> None:
    stand_in.faults.add("detail", example(name))
    detail = client.detail("7100001").value
    assert (
        detail.id,
        detail.content_type,
        detail.is_ai_generated,
        detail.is_premium,
        detail.width,
    ) == expected
    assert detail.licence_url == "https://www.freepik.com/profile/license/pdf/4350594"


@pytest.mark.parametrize(
    ("name", "filename", "host"),
    [
        ("spec_resource_download_photo_200.json", "9126.jpg", "https://downloadscdn7.freepik.com/"),
        ("spec_resource_download_ai_200.json", "lovely-cats.zip", "https://downloadscdn5.freepik.com/"),
        (
            "spec_resource_download_vector_or_psd_200.json",
            "Mother-and-daughter.zip",
            "https://downloadscdn5.freepik.com/",
        ),
    ],
)
def test_the_documented_downloads_are_read(
    stand_in: FreepikStandIn, client: FreepikClient, name: str, filename: str, host: str
) -> None:
    stand_in.faults.add("download", example(name))
    link = client.download("7100001").value
    assert link.filename == filename
    assert link.url.startswith(host)
    assert "hmac" not in repr(link)


def documented_errors() -> list[tuple[int, str, object]]:
    groups = json.loads((EXAMPLES / "spec_errors.json").read_text(encoding="utf-8"))
    flat = []
    for group, bodies in groups.items():
        named = {"": bodies} if "message" in bodies else bodies
        flat += [(int(group[:3]), group.split()[1], body) for body in named.values()]
    return flat


BY_STATUS: dict[int, type[ProviderError]] = {
    400: ProviderAnswerError,
    401: ProviderRefusedError,
    403: ProviderRefusedError,
    404: ImageGoneError,
    500: ProviderUnavailableError,
    503: ProviderUnavailableError,
}
BY_MESSAGE: dict[str, type[ProviderError]] = {
    "Too many requests": ProviderUnavailableError,
    "The user can't download more items because the download limits has been reached.": ProviderQuotaError,
    "Limit for free users reached.": ProviderQuotaError,
}


@pytest.mark.parametrize(("status", "media_type", "body"), documented_errors())
def test_every_documented_error_has_its_outcome(
    stand_in: FreepikStandIn, client: FreepikClient, status: int, media_type: str, body: dict[str, str]
) -> None:
    stand_in.faults.add(
        "detail", Fault(status=status, body=json.dumps(body).encode(), content_type=media_type)
    )
    expected = BY_STATUS.get(status) or BY_MESSAGE[body["message"]]
    with pytest.raises(ProviderError) as caught:
        client.detail("7100001")
    assert type(caught.value) is expected
    assert caught.value.facts.status == status


def test_the_message_of_a_problem_document_may_be_nested(
    stand_in: FreepikStandIn, client: FreepikClient
) -> None:
    body = {"problem": {"message": "Limit for free users reached."}}
    stand_in.faults.add("download", Fault.json(body, status=429))
    with pytest.raises(ProviderQuotaError):
        client.download("7100001")


def test_a_404_of_the_search_means_that_nothing_matches(
    stand_in: FreepikStandIn, client: FreepikClient
) -> None:
    stand_in.faults.add("search", Fault.refusal(404, "Resources not found"))
    assert list(client.search(CARS).value) == []


def test_an_account_without_credit_is_a_used_up_quota(
    stand_in: FreepikStandIn, client: FreepikClient
) -> None:
    stand_in.faults.add("download", Fault.refusal(402, "Payment required"))
    with pytest.raises(ProviderQuotaError, match="credit"):
        client.download("7100001")


@pytest.mark.parametrize(
    "change",
    [
        {"meta": {"published_at": "2022-01-14 20:45:28", "available_formats": None}},
        {"meta": {"published_at": "soon"}},
        {"products": [{"type": "essential", "url": "https://x"}]},
        {"related": {"serie": {"a": 1}, "others": {}, "keywords": {}}},
        {"active": True, "something_new": {"deep": [1, 2]}},
        {"id": "770011"},
        {"image": {"type": "photo", "orientation": "unknown", "source": {"key": "large", "size": "1x1"}}},
        {"licenses": [{"type": "editorial", "url": ""}]},
    ],
)
def test_what_varies_in_lists_is_tolerated(
    stand_in: FreepikStandIn, client: FreepikClient, change: dict[str, object]
) -> None:
    document = json.loads((EXAMPLES / "spec_resources_list_200.json").read_text(encoding="utf-8"))
    document["data"][0].update(change)
    stand_in.faults.add("search", Fault.json(document))
    assert [found.id for found in client.search(CARS).value] == ["770011", "1540200"]


def test_an_item_that_is_not_understood_is_left_out(stand_in: FreepikStandIn, client: FreepikClient) -> None:
    document = json.loads((EXAMPLES / "spec_resources_list_200.json").read_text(encoding="utf-8"))
    document["data"][0]["id"] = "../../etc/passwd"
    stand_in.faults.add("search", Fault.json(document), times=2)
    assert [found.id for found in client.search(CARS).value] == ["1540200"]


def test_texts_are_only_text(stand_in: FreepikStandIn, client: FreepikClient) -> None:
    document = json.loads((EXAMPLES / "spec_resources_list_200.json").read_text(encoding="utf-8"))
    document["data"][0]["title"] = "Car\r\nBcc: all@example.com\x00\u202egnp.exe " + "x" * 1000
    document["data"][0]["author"]["name"] = "\x1b[31mAda\tField"
    stand_in.faults.add("search", Fault.json(document))
    car = client.search(CARS).value[0]
    assert car.title.startswith("Car Bcc: all@example.com gnp.exe x")
    assert len(car.title) == 300
    assert car.author.name == "[31mAda Field"
