"""One GET: bounded in time and bytes, never redirected, never decompressed, measured."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpx

from onbrand.adapters.freepik.limits import rate_limit_of
from onbrand.adapters.outbound.transport import deadline
from onbrand.kernel.calls import RateLimitState
from onbrand.kernel.clock import Clock
from onbrand.sourcing import CallFacts, ProviderAnswerError, ProviderUnavailableError


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete answer: status, media type, body and the facts for the ledger."""

    status: int
    media_type: str
    body: bytes
    facts: CallFacts


class Exchange:
    """Makes calls over one transport. Times are in seconds."""

    def __init__(
        self, transport: httpx.BaseTransport, clock: Clock, *, connect_timeout: float, read_timeout: float
    ) -> None:
        # Proxies and .netrc of the environment would lead around the guard; cookies are never kept.
        self._http = httpx.Client(
            transport=transport,
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(read_timeout, connect=connect_timeout),
            headers={"Accept-Encoding": "identity", "User-Agent": "onbrand"},
        )
        self._clock = clock

    def get(
        self,
        url: str,
        *,
        within: float,
        max_bytes: int,
        params: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """The answer. Raises ProviderUnavailableError (no or no complete answer) and ProviderAnswerError
        (one we do not take)."""
        started = time.monotonic()
        facts = CallFacts()
        try:
            with (
                deadline(within),
                self._http.stream("GET", url, params=list(params) or None, headers=headers) as response,
            ):
                facts = CallFacts(status=response.status_code, rate_limit=self._rate_limit(response))
                body = _body(response, max_bytes)
            self._http.cookies.clear()
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            unreached = CallFacts(reached=False, response_time_ms=_since(started))
            raise ProviderUnavailableError("Freepik cannot be reached at the moment.").of_call(
                unreached
            ) from error
        except httpx.TimeoutException as error:
            raise ProviderUnavailableError("Freepik took too long to answer.").of_call(
                _timed(facts, started)
            ) from error
        except httpx.TransportError as error:
            raise ProviderUnavailableError("The connection to Freepik broke off.").of_call(
                _timed(facts, started)
            ) from error
        except ProviderAnswerError as error:
            raise error.of_call(_timed(facts, started)) from None
        media_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
        facts = facts.model_copy(update={"bytes": len(body)})
        return Reply(response.status_code, media_type, body, _timed(facts, started))

    def close(self) -> None:
        """Closes all connections."""
        self._http.close()

    def _rate_limit(self, response: httpx.Response) -> RateLimitState:
        return rate_limit_of(response.headers, self._clock.now())


def _body(response: httpx.Response, max_bytes: int) -> bytes:
    if response.is_redirect or 300 <= response.status_code < 400:
        raise ProviderAnswerError("Freepik sent us on to another address, which is not followed.")
    if response.headers.get("content-encoding", "identity").strip().lower() not in ("identity", ""):
        raise ProviderAnswerError("Freepik sent a compressed answer, which is not unpacked.")
    body = bytearray()
    for piece in response.iter_raw():
        body += piece
        if len(body) > max_bytes:
            raise ProviderAnswerError(
                f"Freepik sent more than {max_bytes // 1_000_000} MB, which is not taken."
            )
    return bytes(body)


def _timed(facts: CallFacts, started: float) -> CallFacts:
    return facts.model_copy(update={"response_time_ms": _since(started)})


def _since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
