"""How a picture is searched, chosen and fetched.

Search (fewer keywords when nothing fits) -> keep what really matches the filter -> details and previews of
the first few
-> score (see choice.py) -> download the best -> look that it is what was offered. Each call has its row in
the ledger.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from onbrand.kernel.clock import Clock
from onbrand.kernel.errors import OnBrandError, Unavailable
from onbrand.kernel.ids import Ids
from onbrand.sourcing import choice
from onbrand.sourcing.errors import (
    ImageGoneError,
    LicenceNotAllowedError,
    NoMatchingImageError,
    ProviderAnswerError,
)
from onbrand.sourcing.fetching import fetch_file
from onbrand.sourcing.model import (
    CallPrices,
    Candidate,
    Detail,
    FetchedImage,
    ImageQuery,
    Licence,
    Operation,
    OwnPicture,
    SourcedImage,
    credit_line,
)
from onbrand.sourcing.permits import LIMITED, RunPermits
from onbrand.sourcing.ports import CallLedger, CallPermits, ImageProvider, PixelProbe
from onbrand.sourcing.recording import CallBook

CONSIDERED = 4
"""Candidates whose detail and preview are fetched: the first few, for each costs two calls."""
LOOKED_AT = 10
"""Details asked for at most while looking for that many."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate that may be downloaded, with what is known of it."""

    candidate: Candidate
    detail: Detail
    score: float


class SourcingService:
    """Finds a licensed photograph for a brief."""

    def __init__(
        self,
        provider: ImageProvider,
        ledger: CallLedger,
        permits: CallPermits,
        probe: PixelProbe,
        clock: Clock,
        prices: CallPrices,
        ids: Ids,
    ) -> None:
        self._provider = provider
        self._ledger = ledger
        self._permits = permits
        self._probe = probe
        self._clock = clock
        self._prices = prices
        self._ids = ids

    def choose_and_fetch(
        self,
        *,
        organization_id: str,
        request_id: str,
        query: ImageQuery,
        palette: Sequence[str] = (),
        brand_id: str | None = None,
    ) -> FetchedImage:
        """The best matching photograph and its bytes; ``palette`` holds ``#RRGGBB``; the brand pays.

        Raises NoMatchingImageError, LicenceNotAllowedError, ProviderRefusedError, ProviderQuotaError,
        ProviderAnswerError,
        UnsafeLinkError, ProviderUnavailableError, which alone is worth another try, and RateLimitedError, which
        says when to try again.
        """
        earlier = self._ledger.of_request(organization_id, request_id)
        permits = RunPermits(
            self._permits,
            self._clock,
            organization_id=organization_id,
            run_id=f"{request_id}.{self._ids.new()}",
            before=sum(1 for call in earlier if call.operation in LIMITED),
        )
        calls = CallBook(
            self._ledger,
            self._clock,
            self._prices,
            organization_id=organization_id,
            request_id=request_id,
            provider=self._provider.name,
            brand_id=brand_id,
            permits=permits,
        )
        try:
            return self._chosen(calls, query, palette)
        finally:
            permits.close()

    def _chosen(self, calls: CallBook, query: ImageQuery, palette: Sequence[str]) -> FetchedImage:
        for scored in self._ranked(calls, query, palette):
            try:
                return self._fetch(calls, query, scored)
            except ImageGoneError:
                continue
        raise _nothing(query)

    def _ranked(self, calls: CallBook, query: ImageQuery, palette: Sequence[str]) -> list[Scored]:
        refused_licence = False
        for keywords in choice.keyword_rounds(query.keywords):
            narrowed = query.model_copy(update={"keywords": keywords})
            found = calls.make(Operation.SEARCH, self._provider.search, narrowed)
            shaped = [candidate for candidate in found if choice.has_wanted_shape(candidate, query.filter)]
            usable = [candidate for candidate in shaped if choice.licence_for(candidate, query.filter)]
            offered = self._offered(calls, usable, query)
            if offered:
                return self._scored(calls, offered, query, palette)
            refused_licence = refused_licence or len(usable) < len(shaped)
        if refused_licence:
            raise LicenceNotAllowedError(
                f"Pictures for {_words(query)} exist, but none under a licence that the brand profile allows."
            )
        raise _nothing(query)

    def _offered(
        self, calls: CallBook, usable: Sequence[Candidate], query: ImageQuery
    ) -> list[tuple[Candidate, Detail]]:
        offered: list[tuple[Candidate, Detail]] = []
        for candidate in usable[:LOOKED_AT]:
            try:
                detail = calls.make(Operation.DETAIL, self._provider.detail, candidate.id)
            except ImageGoneError:
                continue
            if choice.is_as_offered(candidate, detail, query.filter):
                offered.append((candidate, detail))
            if len(offered) == CONSIDERED:
                break
        return offered

    def _scored(
        self,
        calls: CallBook,
        offered: Sequence[tuple[Candidate, Detail]],
        query: ImageQuery,
        palette: Sequence[str],
    ) -> list[Scored]:
        looks = palette and len(offered) > 1
        files = [self._preview(calls, candidate) if looks else None for candidate, _ in offered]
        facts = iter(self._probe.probe([file for file in files if file is not None]))
        previews = [next(facts) if file is not None else None for file in files]
        scored = [
            Scored(
                candidate,
                detail,
                choice.score(
                    position,
                    len(offered),
                    preview,
                    detail,
                    palette=palette,
                    long_side=query.min_long_side,
                ),
            )
            for position, ((candidate, detail), preview) in enumerate(zip(offered, previews, strict=True))
        ]
        return sorted(scored, key=lambda one: (-one.score, one.candidate.rank))

    def _preview(self, calls: CallBook, candidate: Candidate) -> bytes | None:
        """The preview's file; a missing one only leaves the palette unjudged, as a broken one does."""
        url = candidate.preview_url
        if url is None:
            return None
        try:
            return calls.make(Operation.PREVIEW, self._provider.preview, url)
        except OnBrandError:
            return None

    def _fetch(self, calls: CallBook, query: ImageQuery, scored: Scored) -> FetchedImage:
        candidate, detail = scored.candidate, scored.detail
        data, filename = fetch_file(calls, self._provider, candidate.id)
        own = self._adopt(data)
        facts = own.facts
        if not choice.is_the_picture_offered(candidate, detail, facts):
            raise ProviderAnswerError(
                f"Freepik sent a picture of {facts.width} × {facts.height} pixels for “{candidate.title}”, "
                "which is not the shape it offered."
            )
        offer = choice.licence_for(candidate, query.filter)
        if offer is None:  # ranked candidates have one
            raise _nothing(query)
        image = SourcedImage(
            provider=self._provider.name,
            provider_id=candidate.id,
            title=candidate.title,
            author=candidate.author,
            licence=Licence(
                type=offer.type,
                url=detail.licence_url or offer.url,
                credit=credit_line(candidate.author, offer.type),
            ),
            page_url=candidate.page_url,
            filename=filename,
            is_ai_generated=detail.is_ai_generated,
            downloaded_at=self._clock.now(),
            width=facts.width,
            height=facts.height,
            sha256=sha256(data).hexdigest(),
            score=scored.score,
        )
        return FetchedImage(image=image, data=own.data, width=own.width, height=own.height)

    def _adopt(self, data: bytes) -> OwnPicture:
        try:
            return self._probe.adopt(data)
        except Unavailable:
            raise
        except OnBrandError as error:
            raise ProviderAnswerError(f"The picture from Freepik cannot be used: {error.detail}") from error


def _words(query: ImageQuery) -> str:
    return "“" + ", ".join(query.keywords) + "”"


def _nothing(query: ImageQuery) -> NoMatchingImageError:
    return NoMatchingImageError(
        f"Freepik has no photograph for {_words(query)} that fits the brand profile; "
        "try more common keywords or fewer conditions."
    )
