"""A small stock library, a ledger and a probe in memory, for tests of sourcing."""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from onbrand.kernel.calls import ApiCall, RateLimitState
from onbrand.kernel.errors import Unprocessable
from onbrand.kernel.limits import Lease
from onbrand.sourcing import (
    Answer,
    Author,
    CallFacts,
    Candidate,
    ColourShare,
    Detail,
    DownloadLink,
    ImageGoneError,
    ImageQuery,
    LicenceOffer,
    LicenceType,
    Orientation,
    OwnPicture,
    PictureFacts,
)

T = TypeVar("T")

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
OK = CallFacts(status=200, response_time_ms=7)
STATE = RateLimitState(limit=1200, remaining=1194, resets_at=NOON + timedelta(minutes=2))


class Noon:
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOON


@dataclass
class MemoryPermits:
    """Gives what is asked for, or raises what is due; ``taken`` holds the questions, ``settled`` the calls made."""

    due: deque[Exception | None] = field(default_factory=deque)
    taken: list[tuple[str, int, bool]] = field(default_factory=list)
    settled: list[tuple[str, int]] = field(default_factory=list)

    def take(self, *, organization_id: str, permit_id: str, calls: int, going_on: bool = False) -> Lease:
        self.taken.append((permit_id, calls, going_on))
        if self.due and (error := self.due.popleft()):
            raise error
        return Lease(id=permit_id, shard=0, calls=calls, until=NOON + timedelta(minutes=1), state=STATE)

    def settle(self, lease: Lease, made: Sequence[datetime]) -> None:
        self.settled.append((lease.id, len(made)))


@dataclass
class MemoryLedger:
    """Rows by id, and every write in order."""

    rows: dict[str, ApiCall] = field(default_factory=dict)
    writes: list[ApiCall] = field(default_factory=list)

    def begin(self, call: ApiCall) -> ApiCall | None:
        if call.id in self.rows:
            return self.rows[call.id]
        self._write(call)
        return None

    def settle(self, call: ApiCall) -> None:
        assert call.id in self.rows, "settled without having begun"
        self._write(call)

    def of_request(self, organization_id: str, request_id: str) -> Sequence[ApiCall]:
        return [row for row in self.rows.values() if row.request_id == request_id]

    def of(self, operation: str) -> list[ApiCall]:
        return sorted(
            (row for row in self.rows.values() if row.operation == operation), key=lambda row: row.attempt
        )

    def _write(self, call: ApiCall) -> None:
        self.rows[call.id] = call
        self.writes.append(call)


def picture_bytes(name: str) -> bytes:
    """Bytes that pass for a complete JPEG."""
    return b"\xff\xd8\xff" + name.encode() + b"\xff\xd9"


def candidate(id_: str = "1", title: str = "Coffee beans", rank: int = 0, **changes: object) -> Candidate:
    """A freemium horizontal photograph."""
    values: dict[str, object] = {
        "id": id_,
        "title": title,
        "author": Author(id="7", name="Ada Field"),
        "licences": (
            LicenceOffer(type=LicenceType.FREEMIUM, url=f"https://www.freepik.com/profile/license/pdf/{id_}"),
        ),
        "orientation": Orientation.HORIZONTAL,
        "content_type": "photo",
        "preview_url": f"https://img.freepik.com/{id_}.jpg",
        "page_url": f"https://www.freepik.com/free-photo/x_{id_}.htm",
        "published_at": None,
        "rank": rank,
    }
    return Candidate.model_validate(values | changes)


def detail(id_: str = "1", **changes: object) -> Detail:
    """The detail of a 2400 x 1600 photograph made by a person."""
    values: dict[str, object] = {
        "id": id_,
        "content_type": "photo",
        "is_ai_generated": False,
        "is_premium": False,
        "licence_url": None,
        "width": 2400,
        "height": 1600,
    }
    return Detail.model_validate(values | changes)


@dataclass
class Library:
    """An ImageProvider and PixelProbe over pictures held in memory; ``due`` holds exceptions for the next
    calls."""

    name: str = "freepik"
    pictures: dict[str, tuple[Candidate, Detail, str]] = field(default_factory=dict)
    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    due: dict[str, deque[BaseException]] = field(default_factory=lambda: defaultdict(deque))
    made: list[str] = field(default_factory=list)
    searches: list[ImageQuery] = field(default_factory=list)

    def put(
        self,
        shown: Candidate,
        told: Detail | None = None,
        *,
        colour: str = "#6F4E37",
        size: tuple[int, int] = (1500, 1000),
    ) -> None:
        self.pictures[shown.id] = (shown, told or detail(shown.id), colour)
        self.sizes[shown.id] = size
        self.files[shown.id] = picture_bytes(f"{shown.id}|file")

    def search(self, query: ImageQuery, page: int = 1) -> Answer[Sequence[Candidate]]:
        self.searches.append(query)
        found = [
            shown
            for shown, _, _ in self.pictures.values()
            if all(word in shown.title.lower() for word in query.keywords)
        ]
        return self._answer("search", found)

    def detail(self, image_id: str) -> Answer[Detail]:
        return self._answer("detail", self._get(image_id)[1])

    def preview(self, url: str) -> Answer[bytes]:
        image_id = url.rsplit("/", 1)[-1].removesuffix(".jpg")
        return self._answer("preview", picture_bytes(f"{image_id}|preview"))

    def download(self, image_id: str) -> Answer[DownloadLink]:
        self._get(image_id)
        link = DownloadLink(url=f"https://downloadscdn5.freepik.com/{image_id}", filename=f"{image_id}.jpg")
        return self._answer("download", link)

    def file(self, link: DownloadLink) -> Answer[bytes]:
        return self._answer("file", self.files[link.url.rsplit("/", 1)[-1]])

    def probe(self, files: Sequence[bytes]) -> list[PictureFacts | None]:
        return [self._facts(data) if b"|" in data else None for data in files]

    def _facts(self, data: bytes) -> PictureFacts:
        if b"|" not in data:
            raise Unprocessable("This is not a picture.")
        image_id = data[3:].split(b"|")[0].decode()
        width, height = self.sizes[image_id]
        return PictureFacts(
            width=width, height=height, colours=(ColourShare(hex=self.pictures[image_id][2], share=1),)
        )

    def adopt(self, data: bytes) -> OwnPicture:
        facts = self._facts(data)
        return OwnPicture(facts=facts, data=data, width=facts.width, height=facts.height)

    def _get(self, image_id: str) -> tuple[Candidate, Detail, str]:
        if image_id not in self.pictures:
            raise ImageGoneError("Freepik no longer has this picture.").of_call(CallFacts(status=404))
        return self.pictures[image_id]

    def _answer(self, operation: str, value: T) -> Answer[T]:
        self.made.append(operation)
        if self.due[operation]:
            raise self.due[operation].popleft()
        return Answer(value, OK)
