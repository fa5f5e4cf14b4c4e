"""Everything of brands over a table, with an inspector that needs no pixels."""

from dataclasses import dataclass
from typing import Any

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import from_item
from onbrand.adapters.dynamodb.table import Table
from onbrand.adapters.memory.objects import MemoryObjects
from onbrand.brand import (
    AssetKind,
    BrandAsset,
    BrandAssets,
    BrandLibrary,
    BrandProfile,
    Brands,
    Template,
    Templates,
    Uploads,
)
from onbrand.brand.ports import AssetFacts
from onbrand.identity import Access, Role
from onbrand.kernel.errors import Invalid
from onbrand.kernel.events import Event

ORG = "01HORG00000000000000000000"
ANN = Access("sub-ann", ORG, Role.BRAND_MANAGER)
STRANGER = Access("sub-eve", "01HORG00000000000000000009", Role.OWNER)
DESIGN: dict[str, Any] = {
    "name": "Northbeam",
    "palette": [
        {"name": "night", "hex": "#101820", "role": "text"},
        {"name": "cream", "hex": "#F7F1E3", "role": "background"},
    ],
    "typography": {
        "heading": {"family": "Fraunces", "weights": [700]},
        "body": {"family": "Inter", "weights": [400]},
    },
}
CARD: dict[str, Any] = {
    "name": "Card",
    "layers": [
        {"type": "photo", "id": "photo"},
        {"type": "text", "id": "headline", "slot": "headline", "colour": "night", "role": "heading"},
        {"type": "logo", "id": "logo"},
    ],
}


def set_in(family: str, *weights: int) -> dict[str, Any]:
    """The design with headings in this font."""
    heading = {"family": family, "weights": list(weights)}
    return {**DESIGN, "typography": {**DESIGN["typography"], "heading": heading}}


class FirstBytes:
    """An inspector that knows PNG by its first bytes, and fonts by family, weight and heaviest written in them."""

    def inspect(self, data: bytes, kind: AssetKind, content_type: str) -> AssetFacts:
        if kind is AssetKind.FONT:
            family, weight, heaviest, *_ = data.decode().split(",")
            return AssetFacts(data, content_type, family=family, weight=int(weight), heaviest=int(heaviest))
        if not data.startswith(b"\x89PNG"):
            raise Invalid("The file is no PNG.")
        return AssetFacts(data, content_type, 640, 320)


@dataclass
class Studio:
    table: Table
    brands: Brands
    templates: Templates
    assets: BrandAssets
    uploads: Uploads
    library: BrandLibrary
    objects: MemoryObjects

    def brand(self) -> BrandProfile:
        return self.brands.create(ANN, DESIGN)

    def published(self, brand: BrandProfile, design: dict[str, Any] = CARD) -> Template:
        draft = self.templates.create(ANN, brand.id, design)
        return self.templates.publish(ANN, draft.id, 1)

    def uploaded(self, brand: BrandProfile, data: bytes = b"\x89PNG one", **changes: Any) -> BrandAsset:
        new = {
            "kind": "logo",
            "variant": "full",
            "name": "logo",
            "content_type": "image/png",
            "bytes": len(data),
        }
        asset, form = self.assets.begin_upload(ANN, brand.id, {**new, **changes})
        assert self.objects.upload(form, data)
        return self.uploads.complete(ANN, brand.id, asset.id)

    def font(self, brand: BrandProfile, data: str = "Nord,700,700") -> BrandAsset:
        new = {"kind": "font", "variant": None, "name": "house", "content_type": "font/ttf"}
        return self.uploaded(brand, data.encode(), **new)

    def set_in(self, brand_id: str, family: str, *weights: int) -> BrandProfile:
        """The next version of the profile, with headings in this font."""
        current = self.brands.profile(ANN, brand_id)
        return self.brands.update(ANN, brand_id, set_in(family, *weights), current.version)

    def events(self, aggregate: str, aggregate_id: str) -> list[str]:
        partition = keys.shape.aggregate_partition(ORG, aggregate, aggregate_id)
        page = self.table.query(partition, sk_prefix=keys.shape.EVENT, limit=50)
        found = [from_item(Event, item) for item in page.items]
        assert [one.sequence for one in found] == list(range(1, len(found) + 1))
        return [one.type for one in found]
