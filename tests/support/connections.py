"""A network that records where connections go, under which name, and what is sent there."""

import ssl
from collections.abc import Iterable

import httpcore


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
    """One of its connections; TLS has to check names and certificates."""

    def __init__(self, network: RecordedNetwork) -> None:
        super().__init__([network.answer])
        self.network = network

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.network.sent += buffer

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        assert ssl_context.check_hostname
        assert ssl_context.verify_mode is ssl.CERT_REQUIRED
        self.network.names.append(server_hostname)
        return self
