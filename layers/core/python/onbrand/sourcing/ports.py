"""What sourcing needs from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from onbrand.kernel.calls import ApiCall
from onbrand.kernel.limits import Lease
from onbrand.sourcing.detection import Face, Label, TextLine
from onbrand.sourcing.model import (
    CallFacts,
    Candidate,
    Detail,
    DownloadLink,
    ImageQuery,
    OwnPicture,
    PictureFacts,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What a call brought, and the facts of the call for the ledger."""

    value: T
    facts: CallFacts


class ImageProvider(Protocol):
    """A stock library. Every method makes exactly one call and raises ``ProviderError``s that carry its
    facts."""

    @property
    def name(self) -> str:
        """The provider's name in the ledger."""
        ...

    def search(self, query: ImageQuery, page: int = 1) -> Answer[Sequence[Candidate]]:
        """Candidates in the provider's order of relevance; empty when nothing matches."""
        ...

    def detail(self, image_id: str) -> Answer[Detail]:
        """What only the detail tells. Raises ImageGoneError."""
        ...

    def preview(self, url: str) -> Answer[bytes]:
        """The bytes of a small preview picture. Raises UnsafeLinkError before any call."""
        ...

    def download(self, image_id: str) -> Answer[DownloadLink]:
        """A link to the file; this is the call that counts and costs. Raises ImageGoneError."""
        ...

    def file(self, link: DownloadLink) -> Answer[bytes]:
        """The bytes behind a link. Raises LinkExpiredError, UnsafeLinkError."""
        ...


class PictureDetector(Protocol):
    """Sees what a picture shows. Every method makes exactly one call, which may cost, and raises
    ``ProviderError``s that carry its facts."""

    @property
    def name(self) -> str:
        """The detector's name in the ledger."""
        ...

    def faces(self, jpeg: bytes) -> Answer[Sequence[Face]]:
        """Faces, sure and unsure ones."""
        ...

    def labels(self, jpeg: bytes, most: int) -> Answer[Sequence[Label]]:
        """At most ``most`` labels."""
        ...


class TextReader(Protocol):
    """Reads the texts of a picture: one call, which may cost; raises ``ProviderError``s that carry its facts."""

    @property
    def name(self) -> str:
        """The reader's name in the ledger."""
        ...

    def texts(self, picture: bytes) -> Answer[Sequence[TextLine]]:
        """The lines of a JPEG or PNG, sure and unsure ones, in the order that they are read in."""
        ...


class CallLedger(Protocol):
    """The ledger of external calls. Rows have deterministic ids, so repeating a write writes the same row."""

    def begin(self, call: ApiCall) -> ApiCall | None:
        """Writes the PENDING row before a call; when that id is already there, writes nothing and returns
        that row."""
        ...

    def settle(self, call: ApiCall) -> None:
        """Writes the final row of a call."""
        ...

    def of_request(self, organization_id: str, request_id: str) -> Sequence[ApiCall]:
        """The calls that were made for a request."""
        ...


class CallPermits(Protocol):
    """Who may call a provider now. What all tenants do together stays within its limits."""

    def take(self, *, organization_id: str, permit_id: str, calls: int, going_on: bool = False) -> Lease:
        """Permits for at most so many calls; again for the same id, the same ones. Raises RateLimitedError."""
        ...

    def settle(self, lease: Lease, made: Sequence[datetime]) -> None:
        """Says when calls were made under a lease; what is left of it goes back."""
        ...


class PixelProbe(Protocol):
    """Looks at foreign pixels, safely."""

    def probe(self, files: Sequence[bytes]) -> Sequence[PictureFacts | None]:
        """Size and dominant colours of each; None for what is no picture we accept."""
        ...

    def adopt(self, data: bytes) -> OwnPicture:
        """Our own copy of the picture, with the facts of what came. Raises an OnBrandError when it is none
        that we accept."""
        ...
