"""Which links are opened, and at which addresses connections really go out."""

import ssl
from collections import deque
from collections.abc import Callable, Iterable, Sequence

import httpcore
import httpx
import pytest

from infra.local.freepik import Fault, FreepikStandIn
from onbrand.adapters.freepik import FreepikAccess, FreepikClient
from onbrand.adapters.freepik.access import FREEPIK_ORIGINS
from onbrand.adapters.freepik.exchange import Exchange
from onbrand.adapters.freepik.origins import Origins
from onbrand.adapters.outbound.addresses import is_public
from onbrand.adapters.outbound.links import Origin
from onbrand.adapters.outbound.transport import GuardedTransport
from onbrand.kernel.clock import SystemClock
from onbrand.sourcing import DownloadLink, ProviderAnswerError, ProviderUnavailableError, UnsafeLinkError

PUBLIC = "104.18.32.7"
ORIGINS = (*FREEPIK_ORIGINS, "http://localhost:4001")

REFUSED = [
    # other places
    "https://evil.example/a.jpg",
    "https://freepik.com/a.jpg",
    "https://evilfreepik.com/a.jpg",
    "https://img.freepik.com.evil.example/a.jpg",
    "https://img.b2bpic.net.evil.example/a.jpg",
    "https://a.img.b2bpic.net/a.jpg",
    "https://b2bpic.net/a.jpg",
    "https://.freepik.com/a.jpg",
    "https://img..freepik.com/a.jpg",
    "https://-.freepik.com/a.jpg",
    "https://img.freepik.com./a.jpg",
    "https://img_1.freepik.com/a.jpg",
    "https://*.freepik.com/a.jpg",
    # other schemes
    "http://img.freepik.com/a.jpg",
    "ftp://img.freepik.com/a.jpg",
    "file:///proc/self/environ",
    "file://img.freepik.com/etc/passwd",
    "gopher://img.freepik.com/",
    "data:image/png;base64,AAAA",
    "javascript:alert(1)",
    "//img.freepik.com/a.jpg",
    "https:/img.freepik.com/a.jpg",
    "https:img.freepik.com/a.jpg",
    "https:///img.freepik.com/a.jpg",
    "img.freepik.com/a.jpg",
    "/a.jpg",
    "",
    "https://",
    # user information, fragments, backslashes
    "https://img.freepik.com@evil.example/a.jpg",
    "https://user@img.freepik.com/a.jpg",
    "https://user:password@img.freepik.com/a.jpg",
    "https://evil.example#@img.freepik.com/a.jpg",
    "https://img.freepik.com#@evil.example/",
    "https://img.freepik.com/a.jpg#part",
    "https://img.freepik.com\\@evil.example/a.jpg",
    "https://evil.example\\.freepik.com/a.jpg",
    "https:\\\\img.freepik.com\\a.jpg",
    "https://img.freepik.com?@evil.example/#",
    # ports
    "https://img.freepik.com:22/a.jpg",
    "https://img.freepik.com:80/a.jpg",
    "https://img.freepik.com:8443/a.jpg",
    "https://img.freepik.com:/a.jpg",
    "https://img.freepik.com:0443/a.jpg",
    "https://img.freepik.com:443:443/a.jpg",
    "https://img.freepik.com:-1/a.jpg",
    "https://img.freepik.com:443@evil.example/",
    "http://localhost/a.jpg",
    "http://localhost:4002/a.jpg",
    "https://localhost:4001/a.jpg",
    "http://127.0.0.1:4001/a.jpg",
    "http://localhost.evil.example:4001/a.jpg",
    # addresses in every writing
    "https://127.0.0.1/a.jpg",
    "https://127.1/a.jpg",
    "https://2130706433/a.jpg",
    "https://0x7f.1/a.jpg",
    "https://0x7f000001/a.jpg",
    "https://0177.0.0.1/a.jpg",
    "https://169.254.169.254/latest/meta-data/",
    "https://0xa9fea9fe/",
    "https://0.0.0.0/",
    "https://[::1]/a.jpg",
    "https://[::ffff:127.0.0.1]/a.jpg",
    "https://[64:ff9b::a9fe:a9fe]/a.jpg",
    "https://[2002:a9fe:a9fe::1]/a.jpg",
    "https://[fe80::1%25eth0]/a.jpg",
    "https://①②⑦.⓪.⓪.①/a.jpg",
    "https://127。0。0。1/a.jpg",
    # encodings and invisible characters
    "https://img%2efreepik%2ecom/a.jpg",
    "https://img.freepik.com%2f@evil.example/",
    "https://img.freepik.com%00.evil.example/",
    "https://ｉｍｇ.freepik.com/a.jpg",
    "https://img.freepik。com/a.jpg",
    "https://img.freepik.com\u200b/a.jpg",
    "https://ımg.freepik.com/a.jpg",
    "https://img.freepi\u212a.com/a.jpg",
    "http\u017f://img.freepik.com/a.jpg",
    "https://img.freepik.com\u2028/a.jpg",
    " https://img.freepik.com/a.jpg",
    "https://img.freepik.com/a.jpg ",
    "https://img.freepik.com /a.jpg",
    "https://img.freepik.com/a b.jpg",
    "https://img.freepik.com/a.jpg\r\nHost: evil.example",
    "https://img.freepik.com\t/a.jpg",
    "https://img.freepik.com/\x00",
    "\thttps://img.freepik.com/a.jpg",
    "https://img.freepik.com/" + "a" * 2048,
    "https://" + "a" * 64 + ".freepik.com/a.jpg",
    "https://" + "a." * 130 + "freepik.com/a.jpg",
]

ACCEPTED = [
    "https://img.freepik.com/free-photo/x_1.jpg?size=626&ext=jpg",
    "https://IMG.FreePik.com/free-photo/x_1.jpg",
    "https://img.freepik.com:443/a.jpg",
    "https://img.freepik.com",
    "https://img.freepik.com?x=1",
    "https://img.b2bpic.net/free-photo/a.jpg",
    "https://downloadscdn5.freepik.com/d/999999/23/99999/8888888/lovely-cats.zip?token=exp=1689689298~hmac=1234567890abcde",
    "https://downloadscdn7.freepik.com/188544/10/9126.jpg?filename=painting&token=exp=1691754014~hmac=36873e9be562d19e95671ec4032feb0c",
    "https://cdn-magnific.freepik.com/result.png",
    "https://ai-statics.freepik.com/content/a.png",
    "https://img.freepik.com/a.jpg?filename=café",
    "http://localhost:4001/files/1/2000/a.jpg?token=exp=1~hmac=2",
]

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


class RecordedNetwork(httpcore.NetworkBackend):
    """Answers every connection with the same bytes and remembers where it went."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.peers: list[tuple[str, int]] = []
        self.names: list[str | None] = []
        self.sent = bytearray()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        self.peers.append((host, port))
        return RecordedStream(self)


class RecordedStream(httpcore.MockStream):
    def __init__(self, network: RecordedNetwork) -> None:
        super().__init__([network.answer])
        self.network = network

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.network.sent += buffer

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        assert ssl_context.check_hostname
        self.network.names.append(server_hostname)
        return self


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
