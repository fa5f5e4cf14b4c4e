"""At which addresses connections really go out."""

from collections import deque

import httpx
import pytest

from onbrand.adapters.freepik.exchange import Exchange
from onbrand.adapters.freepik.origins import Origins
from onbrand.adapters.outbound.addresses import is_public
from onbrand.adapters.outbound.transport import GuardedTransport
from onbrand.kernel.clock import SystemClock
from onbrand.sourcing import UnsafeLinkError
from tests.contract.freepik.links import ORIGINS
from tests.support.connections import RecordedNetwork

PUBLIC = "104.18.32.7"
PRIVATE = [
    "127.0.0.1",
    "0.0.0.0",  # noqa: S104
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:104.18.32.7",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2001::1",
    "2001:db8::1",
    "2002:a9fe:a9fe::1",
    "3fff::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1%eth0",
    "ff02::1",
    "localhost",
    "",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_inside_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:4700::6812:2007", "2a00:1450:4001:81b::200e"])
def test_ordinary_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_with_one_private_address_is_not_connected_to(address: str) -> None:
    for answers in ([address], [PUBLIC, address], [address, PUBLIC]):
        origins = Origins(ORIGINS, lambda host, port, answers=answers: answers)
        with pytest.raises(UnsafeLinkError, match="private"):
            origins.route("https", "img.freepik.com", 443)


def test_a_name_without_addresses_is_not_connected_to() -> None:
    with pytest.raises(UnsafeLinkError):
        Origins(ORIGINS, lambda host, port: []).route("https", "img.freepik.com", 443)


def test_a_connection_to_a_place_that_no_link_may_name_is_refused() -> None:
    with pytest.raises(UnsafeLinkError):
        Origins(ORIGINS, lambda host, port: [PUBLIC]).route("https", "evil.example", 443)


def test_the_connection_goes_to_the_address_that_was_judged_under_the_name_of_the_link() -> None:
    answers = deque([["2606:4700::6812:2007", PUBLIC], ["127.0.0.1"]])
    network = RecordedNetwork(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
    origins = Origins(ORIGINS, lambda host, port: answers.popleft())
    transport = GuardedTransport(origins.route, httpx.create_ssl_context(trust_env=False), network)
    exchange = Exchange(transport, SystemClock(), connect_timeout=1, read_timeout=1)

    assert exchange.get("https://img.freepik.com/a.jpg", within=1, max_bytes=10).body == b"ok"
    assert network.peers == [(PUBLIC, 443)]
    assert network.names == ["img.freepik.com"]
    assert b"Host: img.freepik.com\r\n" in network.sent
    assert b"Accept-Encoding: identity\r\n" in network.sent

    with pytest.raises(UnsafeLinkError):  # the name now leads inside: it was resolved anew, and judged anew
        exchange.get("https://img.freepik.com/a.jpg", within=1, max_bytes=10)
    assert network.peers == [(PUBLIC, 443)]
    exchange.close()
