"""Brand assets: logos, pictures and fonts that a brand uploads once and uses everywhere."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from onbrand.brand.profile import LogoVariant
from onbrand.kernel.values import Value


class AssetKind(StrEnum):
    """What an asset is for."""

    LOGO = "logo"
    IMAGE = "image"
    FONT = "font"


class AssetStatus(StrEnum):
    """``pending`` until the upload was decoded and found good; ``refused`` says why in ``reason``."""

    PENDING = "pending"
    READY = "ready"
    REFUSED = "refused"


LOGO_CONTENT_TYPES = ("image/svg+xml", "image/png")
IMAGE_CONTENT_TYPES = ("image/jpeg", "image/png", "image/webp", "image/avif", "image/gif")
FONT_CONTENT_TYPES = ("font/ttf", "font/otf", "font/woff2")
MAX_ASSET_BYTES = 20_000_000


class BrandAsset(Value):
    """An uploaded file; once ready, our own copy of it.

    ``width`` and ``height`` in pixels (of an SVG: its view box); ``family``
    and ``weight`` (100-900, CSS) of a font; ``key`` is its place in the bucket.
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
    bytes: int | None = None
    sha256: str | None = None
    reason: str | None = None
    created_at: datetime
    created_by: str
