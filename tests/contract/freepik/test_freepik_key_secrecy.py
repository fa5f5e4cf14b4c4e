"""The key goes to the API's host and appears nowhere else."""

import logging
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from infra.local.freepik import Fault, FreepikStandIn
from onbrand.adapters.freepik import FreepikAccess, FreepikClient
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.sourcing import CallPrices, ImageQuery, ProviderError, SourcingService
from tests.contract.freepik.conftest import KEY
from tests.unit.sourcing.library import Library, MemoryLedger, MemoryPermits, Noon

COFFEE = ImageQuery(keywords=("coffee",))
ECHO = f"Invalid API key {KEY}"

ECHOES = [
    Fault.refusal(401, ECHO),
    Fault.refusal(400, ECHO),
    Fault.refusal(429, ECHO),
    Fault.refusal(500, ECHO),
    Fault.json({"message": ECHO}),
    Fault(body=ECHO.encode()),
    Fault(body=ECHO.encode("utf-16")),
    Fault(body=f"<html>{KEY}".encode(), content_type="text/html"),
    Fault(status=302, body=b"", headers={"Location": f"https://evil.example/?key={KEY}"}),
    Fault(headers={"x-ratelimit-reset": KEY, "Retry-After": KEY}, status=503),
]


def test_the_key_goes_to_the_api_only(stand_in: FreepikStandIn, client: FreepikClient) -> None:
    found = client.search(COFFEE).value[0]
    client.preview(str(found.preview_url))
    client.file(client.download(found.id).value)
    carried = {call.operation: KEY in str(call.headers) for call in stand_in.calls}
    assert carried == {"search": True, "preview": False, "download": True, "file": False}
    assert not any(KEY in call.target for call in stand_in.calls)


@pytest.mark.parametrize("fault", ECHOES)
def test_an_answer_that_echoes_the_key_brings_it_nowhere(
    stand_in: FreepikStandIn, client: FreepikClient, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    caplog.set_level(logging.DEBUG)
    ledger = MemoryLedger()
    stand_in.faults.add("search", fault)
    service = SourcingService(
        client, ledger, MemoryPermits(), Library(), Noon(), CallPrices(), SequentialIds()
    )
    with pytest.raises(ProviderError) as caught:
        service.choose_and_fetch(organization_id="org", request_id="req", query=COFFEE)
    rows = "".join(row.model_dump_json() for row in ledger.rows.values())
    trace = "".join(traceback.format_exception(caught.value))
    own_logs = "".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("httpcore")
    )
    assert KEY not in str(caught.value) + repr(caught.value.facts) + rows + trace + own_logs


def test_download_links_are_not_logged_at_info(
    client: FreepikClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    client.file(client.download("7100001").value)
    assert "hmac" not in caplog.text


def test_the_key_is_not_in_any_representation(connect: Callable[..., FreepikClient]) -> None:
    access = FreepikAccess.model_validate({"key": KEY})
    assert KEY not in repr(access) + str(access) + access.model_dump_json() + repr(connect())


@pytest.mark.parametrize(
    "wrong",
    [
        {"base_url": "http://api.freepik.com"},
        {"base_url": "https://user@api.freepik.com"},
        {"base_url": "https://api.freepik.com?x=1"},
        {"base_url": "api.freepik.com"},
        {"base_url": "file:///etc"},
        {"base_url": "http://localhost.evil.example"},
        {"key_header": "x key"},
        {"key_header": "x-key: a\r\ny"},
        {"download_origins": ("https://*",)},
        {"key": ""},
        {"key": "a\r\nX-Other: b"},
        {"key": "ключ"},
    ],
)
def test_an_access_that_could_leak_the_key_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        FreepikAccess.model_validate({"key": KEY} | wrong)
    assert KEY not in str(caught.value)


def test_header_name_and_host_of_the_renamed_platform_can_be_configured() -> None:
    with FreepikStandIn(key_header="x-magnific-api-key", key=KEY) as server:
        access = FreepikAccess.model_validate(
            {
                "base_url": f"{server.base_url}/",
                "key": KEY,
                "key_header": "x-magnific-api-key",
                "download_origins": (server.base_url,),
            }
        )
        client = FreepikClient(access, Noon())
        assert client.search(COFFEE).value
        client.close()
