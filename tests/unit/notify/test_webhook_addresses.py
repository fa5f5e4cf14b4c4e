"""Where webhooks may lead: public names over https, and never into a network of ours."""

from collections import deque
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onbrand.adapters.webhooks.guard import EndpointGuard
from onbrand.notify.webhooks.errors import EndpointUnsafeError, UnsafeEndpointError

PUBLIC = "104.18.32.7"

REFUSED = [
    # other schemes, other ports
    "http://hooks.example.com/a", "ftp://hooks.example.com/a", "file:///etc/passwd", "gopher://hooks.example.com/",
    "javascript:alert(1)", "//hooks.example.com/a", "hooks.example.com/a", "", "https:", "https://", "https:///a",
    "https://hooks.example.com:22/a", "https://hooks.example.com:80/a", "https://hooks.example.com:8443/a",
    "https://hooks.example.com:0443/a", "https://hooks.example.com:-1/a", "https://hooks.example.com:/a",
    # somebody else's name in front, or behind
    "https://user@hooks.example.com/a", "https://user:pass@hooks.example.com/a",
    "https://hooks.example.com@127.0.0.1/", "https://hooks.example.com#@127.0.0.1/", "https://a.example.com/a#part",
    "https://hooks.example.com\\@127.0.0.1/a", "https:\\\\hooks.example.com\\a", "https://hooks.example.com./a",
    "https://.example.com/a", "https://a..example.com/a", "https://-.example.com/a", "https://a_b.example.com/a",
    # addresses in every writing
    "https://127.0.0.1/a", "https://127.1/a", "https://2130706433/a", "https://0x7f.1/a", "https://0x7f000001/a",
    "https://0177.0.0.1/a", "https://169.254.169.254/latest/meta-data/", "https://0xa9fea9fe/", "https://0.0.0.0/",
    "https://104.18.32.7/a", "https://1.0x7f/a", "https://10.0.0.1/a", "https://100.100.100.200/",
    "https://[::1]/a", "https://[::ffff:127.0.0.1]/a", "https://[64:ff9b::a9fe:a9fe]/a", "https://[fd00:ec2::254]/",
    "https://[2002:a9fe:a9fe::1]/a", "https://[fe80::1%25eth0]/a", "https://[2606:4700::6812:2007]/a",
    "https://①②⑦.⓪.⓪.①/a", "https://127。0。0。1/a",
    # names of the inside
    "https://localhost/a", "https://hooks/a", "https://a.localhost/a", "https://printer.local/a",
    "https://metadata.google.internal/a", "https://a.lan/a", "https://a.home.arpa/a", "https://a.localdomain/a",
    "https://a.intranet/a", "https://a.corp/a", "https://ip6.arpa/a", "https://x.onion/a",
    # encodings and invisible characters
    "https://hooks%2eexample%2ecom/a", "https://hooks.example.com%2f@evil.example/", "https://hooks.example.com%00/",
    "https://ｈooks.example.com/a", "https://hooks.example。com/a", "https://hooks.example.com\u200b/a",
    " https://hooks.example.com/a", "https://hooks.example.com/a ", "https://hooks.example.com/a b",
    "https://hooks.example.com/a\r\nHost: evil.example", "https://hooks.example.com\t/a", "https://a.example.com/\x00",
    "https://hooks.example.com/" + "a" * 2048, "https://" + "a" * 64 + ".example.com/a",
]  # fmt: skip

ACCEPTED = [
    "https://hooks.example.com",
    "https://hooks.example.com/a/b?c=d",
    "https://HOOKS.example.com:443/a",
    "https://hooks.slack.com/services/T000/B000/XXXX",
    "https://123abc.example.co.uk/",
    "https://xn--bcher-kva.example/a",
]


def public(host: str, port: int) -> Sequence[str]:
    return [PUBLIC]


@pytest.mark.parametrize("url", REFUSED)
def test_an_address_that_is_not_plainly_public_is_refused(url: str) -> None:
    with pytest.raises(UnsafeEndpointError) as refused:
        EndpointGuard(resolve=public).check(url)
    assert [error.pointer for error in refused.value.errors] == ["/url"]


@pytest.mark.parametrize("url", ACCEPTED)
def test_a_public_name_over_https_is_accepted(url: str) -> None:
    EndpointGuard(resolve=public).check(url)


PRIVATE_V4 = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
    "224.0.0.0/4", "240.0.0.0/4",
]  # fmt: skip
PRIVATE_V6 = [
    "::/8", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
]  # fmt: skip


def within(network: IPv4Network | IPv6Network) -> st.SearchStrategy[str]:
    kind = IPv4Address if network.version == 4 else IPv6Address
    first, last = int(network[0]), int(network[-1])
    return st.integers(first, last).map(lambda number: str(kind(number)))


private = st.one_of(
    [within(IPv4Network(text)) for text in PRIVATE_V4] + [within(IPv6Network(text)) for text in PRIVATE_V6]
)
mapped = st.builds(
    lambda prefix, v4: str(IPv6Address(int(IPv6Address(prefix)) + int(v4))),
    st.sampled_from(["::ffff:0:0", "::", "64:ff9b::", "64:ff9b:1::", "2002::"]),
    st.ip_addresses(v=4),
)


@given(
    inside=st.one_of(private, mapped),
    others=st.lists(st.just(PUBLIC), max_size=3),
    place=st.integers(0, 3),
)
def test_one_address_inside_is_enough_to_refuse_a_name(inside: str, others: list[str], place: int) -> None:
    addresses = [*others[:place], inside, *others[place:]]
    with pytest.raises(EndpointUnsafeError):
        EndpointGuard(resolve=lambda host, port: addresses).route("https", "hooks.example.com", 443)


@pytest.mark.parametrize("addresses", [[], ["not an address"], ["fe80::1%eth0"], ["127.0.0.1\n"]])
def test_what_is_no_address_is_refused(addresses: list[str]) -> None:
    with pytest.raises(EndpointUnsafeError):
        EndpointGuard(resolve=lambda host, port: addresses).route("https", "hooks.example.com", 443)


def test_a_name_is_judged_each_time_it_is_resolved() -> None:
    answers = deque([[PUBLIC], ["2606:4700::6812:2007", PUBLIC], ["127.0.0.1"]])
    guard = EndpointGuard(resolve=lambda host, port: answers.popleft())
    guard.check("https://hooks.example.com/a")
    assert guard.route("https", "hooks.example.com", 443) == PUBLIC
    with pytest.raises(EndpointUnsafeError):
        guard.route("https", "hooks.example.com", 443)


def test_an_unknown_name_is_refused_where_a_webhook_is_written() -> None:
    def unknown(host: str, port: int) -> Sequence[str]:
        raise OSError("Name or service not known")

    with pytest.raises(UnsafeEndpointError, match="not known"):
        EndpointGuard(resolve=unknown).check("https://hooks.example.com/a")


def test_only_a_configured_origin_with_its_port_is_trusted() -> None:
    guard = EndpointGuard(("http://127.0.0.1:4002",), public)
    guard.check("http://127.0.0.1:4002/hooks")
    assert guard.route("http", "127.0.0.1", 4002) == "127.0.0.1"
    for url in ("http://127.0.0.1:4003/hooks", "https://127.0.0.1:4002/hooks", "http://127.0.0.1/hooks"):
        with pytest.raises(UnsafeEndpointError):
            guard.check(url)


@pytest.mark.parametrize("origin", ["https://example.com", "https://*.example.com", "*", "http://x"])
def test_no_setting_trusts_a_whole_name(origin: str) -> None:
    with pytest.raises(ValueError, match="origin"):
        EndpointGuard((origin,))
