"""Sends an answer byte by byte as it is, or as a fault wants it."""

import socket
import struct
from dataclasses import replace
from http import HTTPStatus
from threading import Event

from infra.local.freepik.api import Response
from infra.local.freepik.faults import Fault

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


def apply(fault: Fault, response: Response) -> Response:
    """The answer with what the fault says in place of what was right."""
    return replace(
        response,
        status=fault.status or response.status,
        body=response.body if fault.body is None else fault.body,
        content_type=fault.content_type or response.content_type,
        headers={**response.headers, **fault.headers},
    )


def send(connection: socket.socket, response: Response, fault: Fault | None, stopped: Event) -> bool:
    """Sends the answer; whether the connection may be used again."""
    fault = fault or Fault()
    if fault.stall:
        stopped.wait()
        return False
    head = _head(response, None if fault.endless else len(response.body) + fault.length)
    if fault.endless:
        return _send_endlessly(connection, head, stopped)
    raw = head + response.body
    if fault.drip is not None:
        return _send_dripping(connection, raw, fault.drip, stopped)
    cut = fault.reset or fault.truncate
    connection.sendall(raw[: cut.of(len(raw))] if cut else raw)
    if fault.reset:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
    return not cut and not fault.length


def _head(response: Response, length: int | None) -> bytes:
    framing = ("Transfer-Encoding", "chunked") if length is None else ("Content-Length", str(length))
    lines = [f"HTTP/1.1 {response.status} {_phrase(response.status)}"]
    lines += [
        f"{name}: {value}"
        for name, value in (("Content-Type", response.content_type), framing, *response.headers.items())
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else "Unknown"


def _send_endlessly(connection: socket.socket, head: bytes, stopped: Event) -> bool:
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    connection.sendall(head)
    while not stopped.is_set():
        connection.sendall(chunk)
    return False


def _send_dripping(connection: socket.socket, raw: bytes, seconds: float, stopped: Event) -> bool:
    for position in range(len(raw)):
        if stopped.wait(seconds):
            return False
        connection.sendall(raw[position : position + 1])
    return True
