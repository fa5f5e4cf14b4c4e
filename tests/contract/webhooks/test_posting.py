"""The real poster against a server on the loopback, and over a network that records where connections go."""

import logging
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler

import pytest

from onbrand.adapters.webhooks.guard import EndpointGuard
from onbrand.adapters.webhooks.poster import MAX_BODY_BYTES, HttpPoster
from onbrand.notify.webhooks.errors import EndpointRefusedError, EndpointUnsafeError
from onbrand.notify.webhooks.model import MAX_EXCERPT, new_secret
from tests.support.connections import RecordedNetwork
from tests.support.receiver import Receiver, answer

SECRET = new_secret().get_secret_value()
OLDER = new_secret().get_secret_value()
ID = "01JZ00000000000000000EV001"
BODY = '{"type":"webhook.test","timestamp":"2026-01-05T09:00:00+00:00","data":{"name":"Ærø ☕"}}'
PUBLIC = "104.18.32.7"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver(SECRET) as server:
        yield server


def poster(receiver: Receiver, timeout_s: float = 10) -> HttpPoster:
    return HttpPoster(EndpointGuard((receiver.origin,)), timeout_s)


def post(receiver: Receiver, path: str = "/hooks?key=canary", **more: float) -> object:
    url = receiver.origin + path
    return poster(receiver, **more).post(url, ID, datetime.now(UTC), BODY, [SECRET])


def test_the_receiver_verifies_what_was_sent_byte_by_byte(receiver: Receiver) -> None:
    got = poster(receiver).post(
        receiver.origin + "/hooks?key=1", ID, datetime.now(UTC), BODY, [OLDER, SECRET]
    )
    assert got.status == 204
    (call,) = receiver.received
    assert call.body.decode() == BODY
    assert receiver.verified[0]["data"] == {"name": "Ærø ☕"}
    assert call.path == "/hooks?key=1"
    assert call.headers["webhook-id"] == ID
    assert call.headers["content-type"] == "application/json"
    assert call.headers["webhook-signature"].count("v1,") == 2
    assert "cookie" not in call.headers
    assert "authorization" not in call.headers


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(receiver: Receiver, status: int) -> None:
    receiver.behave = answer(status, Location=f"{receiver.origin}/elsewhere")
    assert post(receiver).status == status
    assert [call.path for call in receiver.received] == ["/hooks?key=canary"]


@pytest.mark.parametrize("status", [200, 400, 404, 410, 429, 500, 503])
def test_every_answer_is_an_answer(receiver: Receiver, status: int) -> None:
    receiver.behave = answer(status, b"because", Retry_After="120")
    got = post(receiver)
    assert (got.status, got.excerpt, got.retry_after_s) == (status, "because", 120)


def test_a_huge_body_is_read_to_its_limit_and_kept_to_another(receiver: Receiver) -> None:
    sent = 0

    def endless(handler: BaseHTTPRequestHandler) -> None:
        nonlocal sent
        handler.send_response(200)
        handler.send_header("Content-Length", str(10**12))
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65_536)
            sent += 65_536

    receiver.behave = endless
    got = post(receiver)
    assert (got.status, got.excerpt) == (200, "x" * MAX_EXCERPT)
    assert (
        sent < MAX_BODY_BYTES + 64 * 2**20
    )  # what buffers on the way hold, not what the receiver would send


def test_what_is_no_text_is_kept_readable(receiver: Receiver) -> None:
    receiver.behave = answer(200, b"\xff\x00" + "é".encode() * 2000)
    got = post(receiver)
    assert len(got.excerpt) <= MAX_EXCERPT
    assert got.excerpt.startswith("\ufffd")


def test_a_compressed_body_is_not_unpacked(receiver: Receiver) -> None:
    receiver.behave = answer(200, b"\x1f\x8b" + b"bomb" * 10, Content_Encoding="gzip")
    assert post(receiver).excerpt == ""
    assert receiver.received[0].headers["accept-encoding"] == "identity"


def test_who_never_answers_is_given_up_in_time(receiver: Receiver) -> None:
    receiver.behave = lambda _: receiver.done.wait(20) and None
    with pytest.raises(EndpointRefusedError, match="did not answer within"):
        post(receiver, timeout_s=0.3)


def test_who_answers_byte_by_byte_is_given_up_in_time(receiver: Receiver) -> None:
    def dribble(handler: BaseHTTPRequestHandler) -> None:
        for letter in b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 10_000:
            handler.wfile.write(bytes([letter]))
            if receiver.done.wait(0.02):
                return

    receiver.behave = dribble
    with pytest.raises(EndpointRefusedError, match="did not answer within"):
        post(receiver, timeout_s=0.4)


def test_a_body_that_stalls_leaves_the_answer_as_it_is(receiver: Receiver) -> None:
    def stall(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"thanks")
        handler.wfile.flush()
        receiver.done.wait(20)

    receiver.behave = stall
    got = post(receiver, timeout_s=0.5)
    assert (got.status, got.excerpt) == (200, "thanks")


@pytest.mark.parametrize("sent", [b"", b"HTTP/1.1 20", b"garbage\r\n\r\n"])
def test_no_whole_answer_is_none(receiver: Receiver, sent: bytes) -> None:
    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(sent)
        handler.close_connection = True

    receiver.behave = cut
    with pytest.raises(EndpointRefusedError, match="broke off"):
        post(receiver)


def test_nobody_there_is_told(receiver: Receiver) -> None:
    with Receiver(SECRET) as gone:
        origin = gone.origin
    with pytest.raises(EndpointRefusedError, match="could not be reached"):
        HttpPoster(EndpointGuard((origin,))).post(origin, ID, datetime.now(UTC), BODY, [SECRET])


def test_this_machine_is_out_of_reach_unless_it_is_configured(receiver: Receiver) -> None:
    port = int(receiver.origin.rsplit(":", 1)[1])
    guard = EndpointGuard((), resolve=lambda host, asked: ["127.0.0.1"])
    for url in (receiver.origin, f"https://127.0.0.1:{port}/", "https://rebound.example.com/"):
        with pytest.raises(EndpointUnsafeError):
            HttpPoster(guard).post(url, ID, datetime.now(UTC), BODY, [SECRET])
    assert receiver.received == []


def test_neither_the_secret_nor_the_path_is_logged(
    receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        post(receiver)
    assert "canary" not in caplog.text
    assert SECRET not in caplog.text


def test_the_connection_goes_to_the_address_that_was_judged_under_the_name_of_the_webhook() -> None:
    answers = deque([["2606:4700::6812:2007", PUBLIC], [PUBLIC, "169.254.169.254"], ["127.0.0.1"]])
    network = RecordedNetwork(b"HTTP/1.1 204 No Content\r\n\r\n")
    one = HttpPoster(EndpointGuard(resolve=lambda host, port: answers.popleft()), sockets=network)
    url = "https://hooks.example.com/a"
    assert one.post(url, ID, datetime.now(UTC), BODY, [SECRET]).status == 204
    for _ in range(2):  # the name now leads inside: it is resolved anew, and judged anew
        with pytest.raises(EndpointUnsafeError):
            one.post(url, ID, datetime.now(UTC), BODY, [SECRET])
    assert network.peers == [(PUBLIC, 443)]
    assert network.names == ["hooks.example.com"]
