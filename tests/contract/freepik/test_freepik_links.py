"""Which links are opened."""

from collections.abc import Callable, Sequence

import pytest

from infra.local.freepik import Fault, FreepikStandIn
from onbrand.adapters.freepik import FreepikAccess, FreepikClient
from onbrand.adapters.freepik.access import FREEPIK_ORIGINS
from onbrand.adapters.freepik.origins import Origins
from onbrand.adapters.outbound.links import Origin
from onbrand.kernel.clock import SystemClock
from onbrand.sourcing import DownloadLink, ProviderAnswerError, ProviderUnavailableError, UnsafeLinkError
from tests.contract.freepik.links import ACCEPTED, ORIGINS, REFUSED


def test_there_are_enough_refused_links() -> None:
    assert len(set(REFUSED)) >= 60


@pytest.mark.parametrize("link", REFUSED)
def test_a_link_to_anywhere_else_is_refused_before_its_name_is_resolved(link: str) -> None:
    def never(host: str, port: int) -> Sequence[str]:
        raise AssertionError(f"{host} was resolved")

    access = FreepikAccess.model_validate({"key": "k", "download_origins": ORIGINS})
    client = FreepikClient(access, SystemClock(), resolve=never)
    with pytest.raises(UnsafeLinkError) as caught:
        client.file(DownloadLink(url=link, filename="a.jpg"))
    assert not caught.value.facts.reached
    client.close()


@pytest.mark.parametrize("link", ACCEPTED)
def test_the_hosts_that_freepik_uses_are_accepted(link: str) -> None:
    assert Origins(ORIGINS).check(link) == link


@pytest.mark.parametrize(
    "text",
    [
        "",
        "*",
        "https://*",
        "https://*.freepik.com:8443",
        "http://*.freepik.com",
        "http://img.freepik.com",
        "ftp://x",
        "https://a/b",
        "https://a:99999",
        "https://u@a",
        "https://a b",
    ],
)
def test_an_origin_that_would_allow_too_much_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="origin"):
        Origin.parse(text)


def test_a_name_that_cannot_be_resolved_is_unreachable() -> None:
    def unknown(host: str, port: int) -> Sequence[str]:
        raise OSError("Name or service not known")

    client = FreepikClient(FreepikAccess.model_validate({"key": "k"}), SystemClock(), resolve=unknown)
    with pytest.raises(ProviderUnavailableError, match="cannot be reached"):
        client.preview("https://img.freepik.com/a.jpg")
    client.close()


def test_a_link_in_an_answer_to_another_port_of_this_machine_is_not_opened(
    stand_in: FreepikStandIn, connect: Callable[..., FreepikClient]
) -> None:
    client = connect(download_origins=FREEPIK_ORIGINS)
    link = client.download("7100001").value
    with pytest.raises(UnsafeLinkError):
        client.file(link)
    assert stand_in.count("file") == 0


def test_a_redirect_of_the_cdn_is_not_followed(stand_in: FreepikStandIn, client: FreepikClient) -> None:
    link = client.download("7100001").value
    stand_in.faults.add(
        "file", Fault(status=302, body=b"", headers={"Location": f"{stand_in.base_url}/licence"})
    )
    with pytest.raises(ProviderAnswerError, match="not followed"):
        client.file(link)
    assert [call.operation for call in stand_in.calls] == ["download", "file"]
