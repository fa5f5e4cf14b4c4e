"""A stock library in the process, over given photographs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onbrand.sourcing import (
    Answer,
    Author,
    CallFacts,
    Candidate,
    Detail,
    DownloadLink,
    ImageGoneError,
    ImageQuery,
    LicenceOffer,
    LicenceType,
    LinkExpiredError,
    Orientation,
    ProviderUnavailableError,
)
from onbrand.sourcing.model import Operation

ANSWERED = CallFacts(status=200, response_time_ms=40)
DOWN = CallFacts(status=503, response_time_ms=15)
ORIGIN = "memory://images"


@dataclass(frozen=True, slots=True)
class Photograph:
    """A picture of the library: JPEG bytes, their size in pixels, and the words it is found by."""

    id: str
    title: str
    words: frozenset[str]
    data: bytes
    width: int
    height: int
    author: str = "Photographer"

    @property
    def orientation(self) -> Orientation:
        """The shape, in the words of the provider."""
        if self.width == self.height:
            return Orientation.SQUARE
        return Orientation.HORIZONTAL if self.width > self.height else Orientation.VERTICAL


class MemoryImages:
    """A ``sourcing.ports.ImageProvider``. A picture is found when it has all keywords. ``outage``: how many
    of the next calls find the library down. ``calls`` holds the operations that were answered; ``on_call``
    is told of each before."""

    name = "freepik"

    def __init__(
        self, photographs: Sequence[Photograph], on_call: Callable[[Operation], None] | None = None
    ) -> None:
        self._photographs = {photograph.id: photograph for photograph in photographs}
        self.on_call = on_call
        self.outage = 0
        self.calls: list[Operation] = []

    def search(self, query: ImageQuery, page: int = 1) -> Answer[Sequence[Candidate]]:
        """Pictures that have all keywords, in the order of the library."""
        self._begin(Operation.SEARCH)
        wanted = {keyword.lower() for keyword in query.keywords}
        found = [one for one in self._photographs.values() if wanted <= one.words] if page == 1 else []
        return Answer([_candidate(one, rank) for rank, one in enumerate(found)], ANSWERED)

    def detail(self, image_id: str) -> Answer[Detail]:
        """What only the detail tells. Raises ImageGoneError."""
        self._begin(Operation.DETAIL)
        one = self._one(image_id)
        detail = Detail(
            id=one.id,
            content_type="photo",
            is_ai_generated=False,
            is_premium=False,
            licence_url=f"{ORIGIN}/licence",
            width=one.width,
            height=one.height,
        )
        return Answer(detail, ANSWERED)

    def preview(self, url: str) -> Answer[bytes]:
        """The picture itself."""
        self._begin(Operation.PREVIEW)
        return Answer(self._one(url.rsplit("/", 1)[-1]).data, ANSWERED)

    def download(self, image_id: str) -> Answer[DownloadLink]:
        """A link to the file. Raises ImageGoneError."""
        self._begin(Operation.DOWNLOAD)
        one = self._one(image_id)
        return Answer(DownloadLink(url=f"{ORIGIN}/file/{one.id}", filename=f"{one.id}.jpg"), ANSWERED)

    def file(self, link: DownloadLink) -> Answer[bytes]:
        """The bytes behind a link. Raises LinkExpiredError."""
        self._begin(Operation.FILE)
        one = self._photographs.get(link.url.rsplit("/", 1)[-1])
        if one is None:
            raise LinkExpiredError("The download link is no longer valid.")
        return Answer(one.data, ANSWERED)

    def _begin(self, operation: Operation) -> None:
        if self.on_call is not None:
            self.on_call(operation)
        if self.outage > 0:
            self.outage -= 1
            error = ProviderUnavailableError("Freepik does not answer at the moment.")
            error.of_call(DOWN)
            raise error
        self.calls.append(operation)

    def _one(self, image_id: str) -> Photograph:
        if image_id not in self._photographs:
            raise ImageGoneError("The picture is no longer there.")
        return self._photographs[image_id]


def _candidate(one: Photograph, rank: int) -> Candidate:
    return Candidate(
        id=one.id,
        title=one.title,
        author=Author(id="1", name=one.author),
        licences=(LicenceOffer(type=LicenceType.FREEMIUM, url=f"{ORIGIN}/licence"),),
        orientation=one.orientation,
        content_type="photo",
        preview_url=f"{ORIGIN}/preview/{one.id}",
        page_url=f"{ORIGIN}/page/{one.id}",
        published_at=None,
        rank=rank,
    )
