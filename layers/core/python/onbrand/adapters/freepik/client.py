"""The documented calls of Freepik's API, one method each: no retries here, no hidden second call."""

import logging
from collections.abc import Sequence

from onbrand.adapters.freepik.access import FreepikAccess
from onbrand.adapters.freepik.answers import candidates_of, detail_of, link_of
from onbrand.adapters.freepik.exchange import Exchange, Reply
from onbrand.adapters.freepik.origins import Origins
from onbrand.adapters.freepik.query import search_parameters
from onbrand.adapters.freepik.refusals import file_refusal_of, refusal_of
from onbrand.adapters.outbound.addresses import Resolve
from onbrand.adapters.outbound.transport import GuardedTransport, public_trust
from onbrand.kernel.clock import Clock
from onbrand.sourcing import Answer, Candidate, Detail, DownloadLink, ImageQuery

PROVIDER = "freepik"
DOWNLOAD_SIZE = "large"
"""2000 pixels on the long side: enough for every placement, and a fraction of the bytes of an original."""


class FreepikClient:
    """An ``ImageProvider``. The key goes to the API's host only, never to the CDN."""

    def __init__(self, access: FreepikAccess, clock: Clock, *, resolve: Resolve | None = None) -> None:
        # httpx logs every URL at INFO, and those of the CDN are keys to a file.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._access = access
        self._origins = Origins(access.download_origins, resolve)
        tls = public_trust()
        # The API's host is configuration, so it is reached by its name; only links in answers are judged.
        self._api = self._exchange(GuardedTransport(lambda _scheme, host, _port: host, tls), clock)
        self._cdn = self._exchange(GuardedTransport(self._origins.route, tls), clock)

    @property
    def name(self) -> str:
        """``freepik``."""
        return PROVIDER

    def search(self, query: ImageQuery, page: int = 1) -> Answer[Sequence[Candidate]]:
        """``GET /v1/resources``."""
        reply = self._call("/v1/resources", search_parameters(query, page))
        if reply.status == 404:  # documented as "Resources not found"
            return Answer((), reply.facts)
        return Answer(candidates_of(_accepted(reply)), reply.facts)

    def detail(self, image_id: str) -> Answer[Detail]:
        """``GET /v1/resources/{id}``."""
        reply = self._call(f"/v1/resources/{image_id}")
        return Answer(detail_of(_accepted(reply)), reply.facts)

    def download(self, image_id: str) -> Answer[DownloadLink]:
        """``GET /v1/resources/{id}/download``."""
        reply = self._call(f"/v1/resources/{image_id}/download", [("image_size", DOWNLOAD_SIZE)])
        return Answer(link_of(_accepted(reply)), reply.facts)

    def preview(self, url: str) -> Answer[bytes]:
        """A preview picture from the CDN."""
        return self._fetch(url, self._access.max_preview_bytes)

    def file(self, link: DownloadLink) -> Answer[bytes]:
        """The file behind a download link."""
        return self._fetch(link.url, self._access.max_file_bytes)

    def close(self) -> None:
        """Closes all connections."""
        self._api.close()
        self._cdn.close()

    def _call(self, path: str, parameters: Sequence[tuple[str, str]] = ()) -> Reply:
        return self._api.get(
            self._access.base_url + path,
            within=self._access.api_deadline,
            max_bytes=self._access.max_answer_bytes,
            params=parameters,
            headers={
                self._access.key_header: self._access.key.get_secret_value(),
                "Accept": "application/json",
                "Accept-Language": "en-US",
            },
        )

    def _fetch(self, url: str, max_bytes: int) -> Answer[bytes]:
        reply = self._cdn.get(
            self._origins.check(url), within=self._access.file_deadline, max_bytes=max_bytes
        )
        if reply.status != 200:
            raise file_refusal_of(reply)
        return Answer(reply.body, reply.facts)

    def _exchange(self, transport: GuardedTransport, clock: Clock) -> Exchange:
        return Exchange(
            transport,
            clock,
            connect_timeout=self._access.connect_timeout,
            read_timeout=self._access.read_timeout,
        )


def _accepted(reply: Reply) -> Reply:
    if reply.status != 200:
        raise refusal_of(reply)
    return reply
