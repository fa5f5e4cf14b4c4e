"""Brand assets: logos, pictures and fonts that a brand uploads once and uses everywhere, and finished visuals that were
made elsewhere and are judged as they are."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from onbrand.brand.profile import LogoVariant
from onbrand.kernel.values import Value


class AssetKind(StrEnum):
    """What an asset is for. Of logos, pictures and fonts our own copy is kept; a visual is judged on what would be
    published, so it keeps its very bytes."""

    LOGO = "logo"
    IMAGE = "image"
    FONT = "font"
    VISUAL = "visual"


class AssetStatus(StrEnum):
    """``pending`` until the upload was decoded and found good; ``refused`` says why in ``reason``."""

    PENDING = "pending"
    READY = "ready"
    REFUSED = "refused"


LOGO_CONTENT_TYPES = ("image/svg+xml", "image/png")
IMAGE_CONTENT_TYPES = ("image/jpeg", "image/png", "image/webp", "image/avif", "image/gif")
VISUAL_CONTENT_TYPES = ("image/jpeg", "image/png", "image/webp")
"""Formats that placements take."""

FONT_CONTENT_TYPES = ("font/ttf", "font/otf", "font/woff2")
MAX_ASSET_BYTES = 20_000_000
SUFFIXES = {
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "font/ttf": "ttf",
    "font/otf": "otf",
}


def upload_key(organization_id: str, brand_id: str, asset_id: str) -> str:
    """Where the form of an upload puts its file."""
    return f"{organization_id}/brands/{brand_id}/assets/{asset_id}/upload"


def kept_key(organization_id: str, brand_id: str, asset_id: str, sha256: str, content_type: str) -> str:
    """Where a sound file lies, by what is in it: no form has this key."""
    name = f"{sha256}.{SUFFIXES[content_type]}"
    return f"{organization_id}/brands/{brand_id}/assets/{asset_id}/{name}"


def texts_key(asset: "BrandAsset") -> str:
    """Where what a reader found on a visual lies, beside it."""
    return f"{asset.key}.texts.json"


class BrandAsset(Value):
    """An uploaded file; once ready, our own copy of it, or a visual as it came.

    ``width`` and ``height`` in pixels (of an SVG: its view box); ``family``
    and ``weight`` (100-900, CSS) of a font, a variable one has every hundred from there to ``heaviest``; ``key``
    is its place in the bucket.
    """

    id: str
    organization_id: str
    brand_id: str
    version: int = Field(ge=1)
    kind: AssetKind
    variant: LogoVariant | None = None
    status: AssetStatus
    name: str
    content_type: str
    key: str
    width: int | None = None
    height: int | None = None
    family: str | None = None
    weight: int | None = None
    heaviest: int | None = None
    bytes: int | None = None
    sha256: str | None = None
    reason: str | None = None
    created_at: datetime
    created_by: str

    @property
    def weights(self) -> tuple[int, ...]:
        """Every weight that a font has; none of what is no font, or not read yet."""
        if self.weight is None:
            return ()
        return tuple(range(self.weight, (self.heaviest or self.weight) + 1, 100))

    @property
    def place(self) -> str:
        """What it is the newest of once it is ready: a logo's variant, a font's family and weight, a name."""
        if self.kind is AssetKind.FONT:
            ends = dict.fromkeys(self.weights[:1] + self.weights[-1:])
            return f"{self.family}#{'-'.join(map(str, ends))}"
        return str(self.variant or self.name)
