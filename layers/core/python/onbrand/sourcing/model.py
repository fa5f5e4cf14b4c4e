"""What is searched, what is found, and what is kept of a sourced picture."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from onbrand.brand.colour import Hex
from onbrand.kernel.calls import RateLimitState
from onbrand.kernel.money import Currency, Money
from onbrand.kernel.values import Value

Keyword = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class Orientation(StrEnum):
    """The shape of a picture, in the words of the provider's answers."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"
    SQUARE = "square"
    PANORAMIC = "panoramic"


class LicenceType(StrEnum):
    """``freemium`` is free with a credit line; ``premium`` needs a paid account and no credit line."""

    FREEMIUM = "freemium"
    PREMIUM = "premium"


class People(StrEnum):
    """Whether the picture must or must not show people."""

    INCLUDE = "include"
    EXCLUDE = "exclude"


class Colour(StrEnum):
    """The colours that the provider can filter by."""

    BLACK = "black"
    BLUE = "blue"
    GRAY = "gray"
    GREEN = "green"
    ORANGE = "orange"
    RED = "red"
    WHITE = "white"
    YELLOW = "yellow"
    PURPLE = "purple"
    CYAN = "cyan"
    PINK = "pink"


class ImageFilter(Value):
    """What a picture must be. Photographs only; no orientation means any."""

    orientations: tuple[Orientation, ...] = ()
    licences: tuple[LicenceType, ...] = Field(default=(LicenceType.FREEMIUM,), min_length=1)
    exclude_ai_generated: bool = True
    people: People | None = None
    colour: Colour | None = None


class ImageQuery(Value):
    """Keywords, most important first, a filter, and the long side in pixels that the layouts can use.

    The long side is a wish that raises a candidate's score, not a condition: a smaller picture is shown as a
    panel.
    """

    keywords: tuple[Keyword, ...] = Field(min_length=1, max_length=12)
    filter: ImageFilter = ImageFilter()
    min_long_side: int = Field(default=1200, ge=1, le=20_000)


class Author(Value):
    """Who made a picture, as the provider names them."""

    id: str
    name: str


class LicenceOffer(Value):
    """A licence under which the provider offers a picture."""

    type: LicenceType
    url: str


class Candidate(Value):
    """One search result; ``rank`` counts from 0 in the provider's order of relevance."""

    id: str
    title: str
    author: Author
    licences: tuple[LicenceOffer, ...]
    orientation: Orientation | None
    content_type: str
    preview_url: str | None
    page_url: str
    published_at: datetime | None
    rank: int


class Detail(Value):
    """What only the detail call tells; sizes are in pixels and may be missing."""

    id: str
    content_type: str
    is_ai_generated: bool
    is_premium: bool
    licence_url: str | None
    width: int | None
    height: int | None


class DownloadLink(Value):
    """A short-lived link to the file of a picture."""

    url: str = Field(repr=False)
    filename: str


class ColourShare(Value):
    """A dominant colour and the share (0..1) of the picture it covers."""

    hex: Hex
    share: float = Field(ge=0, le=1)


class PictureFacts(Value):
    """What the pixels say: size in pixels and dominant colours."""

    width: int = Field(ge=1)
    height: int = Field(ge=1)
    colours: tuple[ColourShare, ...] = ()


class OwnPicture(Value):
    """A picture of which we made our own copy: ``facts`` of the file as it came; ``data``, ``width`` and
    ``height`` of the copy."""

    facts: PictureFacts
    data: bytes = Field(repr=False)
    width: int = Field(ge=1)
    height: int = Field(ge=1)


class Licence(Value):
    """The licence that a picture was taken under, kept with it for good."""

    type: LicenceType
    url: str
    credit: str | None


class SourcedImage(Value):
    """Where a picture comes from and what may be done with it; ``width`` and ``height`` are of the file
    received."""

    provider: str
    provider_id: str
    title: str
    author: Author
    licence: Licence
    page_url: str
    filename: str
    is_ai_generated: bool
    downloaded_at: datetime
    width: int
    height: int
    sha256: str
    score: float


class FetchedImage(Value):
    """A chosen picture: its provenance, and our own copy of it with its size in pixels."""

    image: SourcedImage
    data: bytes = Field(repr=False)
    width: int
    height: int


class Operation(StrEnum):
    """The calls that the ledger tells apart. ``resources`` is the stock library: ``preview`` and ``file`` go to
    its CDN, the others to its API. ``pictures`` is the detector of faces, labels and texts."""

    SEARCH = "resources.search"
    DETAIL = "resources.detail"
    PREVIEW = "resources.preview"
    DOWNLOAD = "resources.download"
    FILE = "resources.file"
    FACES = "pictures.faces"
    LABELS = "pictures.labels"
    TEXTS = "pictures.texts"


class CallPrices(Value):
    """What the account pays a call, by operation; what is not named is free."""

    costs: dict[Operation, Annotated[Decimal, Field(ge=0)]] = Field(default_factory=dict)
    currency: Currency = "EUR"

    def of(self, operation: Operation) -> Money:
        """The price of one call."""
        return Money(amount=self.costs.get(operation, Decimal(0)), currency=self.currency)

    @property
    def version(self) -> str:
        """Names this price list: another price, another name."""
        lines = [f"{name}={cost.normalize():f}" for name, cost in sorted(self.costs.items())]
        return sha256("\n".join([self.currency, *lines]).encode()).hexdigest()[:12]


class CallFacts(Value):
    """What is known of one call; ``reached`` is False when it failed before anything was sent to the
    provider. ``bytes`` of the answer's body."""

    status: int | None = None
    response_time_ms: int = 0
    bytes: int = 0
    tokens_used: int = 0
    rate_limit: RateLimitState = RateLimitState()
    reached: bool = True

    @model_validator(mode="after")
    def _status_means_reached(self) -> Self:
        if self.status is not None and not self.reached:
            raise ValueError("a call with an answer reached the provider")
        return self


def credit_line(author: Author, licence: LicenceType) -> str | None:
    """The credit that a freemium licence asks for; None for premium."""
    return f"Image by {author.name} on Freepik" if licence is LicenceType.FREEMIUM else None
