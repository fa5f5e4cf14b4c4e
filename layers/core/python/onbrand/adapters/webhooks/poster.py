"""One signed POST: bounded in time and bytes, never redirected, never decompressed, on a connection of its own."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpcore
import httpx
from standardwebhooks import Webhook

from onbrand.adapters.outbound.transport import GuardedTransport, deadline, public_trust
from onbrand.adapters.webhooks.guard import EndpointGuard
from onbrand.notify.webhooks.errors import EndpointRefusedError
from onbrand.notify.webhooks.model import MAX_EXCERPT, Answer

TIMEOUT_S = 15.0
CONNECT_TIMEOUT_S = 5.0
MAX_BODY_BYTES = 64 * 1024


class HttpPoster:
    """A ``notify.webhooks.ports.Poster``. ``timeout_s`` bounds a whole call."""

    def __init__(
        self,
        guard: EndpointGuard,
        timeout_s: float = TIMEOUT_S,
        sockets: httpcore.NetworkBackend | None = None,
    ) -> None:
        self._guard = guard
        self._timeout_s = timeout_s
        self._sockets = sockets
        # httpx logs every URL at INFO, and the path of a webhook may be a key.
        logging.getLogger("httpx").setLevel(logging.WARNING)

    def post(self, url: str, message_id: str, at: datetime, body: str, secrets: Sequence[str]) -> Answer:
        """The answer, whatever its status. Raises EndpointRefusedError, EndpointUnsafeError."""
        headers = {
            "Content-Type": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": "OnBrand-Webhooks",
            **signed(message_id, at, body, secrets),
        }
        try:
            # A connection of its own is judged anew, and no receiver meets another's.
            with deadline(self._timeout_s), self._client() as client:
                return self._answer(client, url, body.encode(), headers, at)
        except httpx.ConnectTimeout as error:
            raise EndpointRefusedError("The receiver's server could not be reached in time.") from error
        except httpx.TimeoutException as error:
            raise EndpointRefusedError(
                f"The receiver did not answer within {round(self._timeout_s)} seconds."
            ) from error
        except httpx.ConnectError as error:
            raise EndpointRefusedError("The receiver's server could not be reached.") from error
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise EndpointRefusedError("The connection to the receiver broke off.") from error

    def _client(self) -> httpx.Client:
        # Proxies and .netrc of the environment would lead around the guard.
        return httpx.Client(
            transport=GuardedTransport(self._guard.route, public_trust(), self._sockets),
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(self._timeout_s, connect=min(CONNECT_TIMEOUT_S, self._timeout_s)),
        )

    def _answer(
        self, client: httpx.Client, url: str, body: bytes, headers: dict[str, str], at: datetime
    ) -> Answer:
        with client.stream("POST", url, content=body, headers=headers) as response:
            return Answer(
                status=response.status_code,
                excerpt=_excerpt(response),
                retry_after_s=retry_after(response.headers.get("retry-after"), at),
            )


def signed(message_id: str, at: datetime, body: str, secrets: Sequence[str]) -> dict[str, str]:
    """The headers of the standard, with one signature for each secret."""
    signatures = (Webhook(secret).sign(message_id, at.astimezone(UTC), body) for secret in secrets)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def retry_after(text: str | None, now: datetime) -> int | None:
    """Seconds from a Retry-After header, which holds seconds or a date (RFC 9110, 10.2.3); None when it holds
    neither."""
    value = (text or "").strip()
    if value.isascii() and value.isdigit():
        return int(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0, -(-(moment - now) // timedelta(seconds=1)))


def _excerpt(response: httpx.Response) -> str:
    """The beginning of the body; the answer stands even if its body breaks off, never ends or is compressed."""
    if response.headers.get("content-encoding", "identity").strip().lower() not in ("identity", ""):
        return ""
    body = bytearray()
    try:
        for piece in response.iter_raw():
            body += piece
            if len(body) >= MAX_BODY_BYTES:
                break
    except httpx.TransportError:
        pass
    return bytes(body[:MAX_EXCERPT]).decode("utf-8", "replace")
