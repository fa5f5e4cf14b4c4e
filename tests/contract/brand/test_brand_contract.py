"""Brands, templates and their assets, over both tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import pytest

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.brand import DynamoBrandRepository
from onbrand.adapters.dynamodb.items import from_item
from onbrand.adapters.dynamodb.table import Absent, Put, Table
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.adapters.memory.objects import MemoryObjects
from onbrand.brand import (
    AssetKind,
    AssetStatus,
    BrandAsset,
    BrandAssets,
    BrandLibrary,
    BrandProfile,
    Brands,
    Template,
    Templates,
    TemplateStatus,
    Uploads,
)
from onbrand.brand.errors import (
    AssetInUseError,
    AssetUnknownError,
    BrandMovedError,
    BrandUnknownError,
    FontUnknownError,
    TemplateInUseError,
    TemplateMisfitError,
    TemplateUnknownError,
    TemplateUnpublishedError,
    UploadMissingError,
)
from onbrand.brand.ports import AssetFacts
from onbrand.identity import Access, Role
from onbrand.kernel.errors import Invalid
from onbrand.kernel.events import Event
from tests.support.table import table_of

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


@pytest.fixture(params=["memory", "dynamodb"])
def studio(request: pytest.FixtureRequest) -> Iterator[Studio]:
    with table_of(request.param) as table:
        repository = DynamoBrandRepository(table)
        clock, ids, objects = FrozenClock(), SequentialIds(1000), MemoryObjects()
        yield Studio(
            table,
            Brands(repository, clock, ids),
            Templates(repository, clock, ids),
            BrandAssets(repository, objects, clock, ids),
            Uploads(repository, objects, FirstBytes(), clock, ids),
            BrandLibrary(repository),
            objects,
        )


def test_a_profile_keeps_its_versions(studio: Studio) -> None:
    first = studio.brand()
    second = studio.brands.update(ANN, first.id, {**DESIGN, "name": "Southbeam"}, expected_version=1)
    assert (first.version, second.version, second.design.name) == (1, 2, "Southbeam")
    assert studio.brands.profile(ANN, first.id) == second
    assert studio.brands.profile(ANN, first.id, version=1) == first
    assert studio.library.profile(ORG, first.id, 1) == first
    assert studio.brands.profiles(ANN).items == [second]
    assert studio.events("brand", first.id) == ["BrandCreated", "BrandUpdated"]
    with pytest.raises(BrandUnknownError):
        studio.brands.profile(ANN, first.id, version=3)


def test_only_the_version_that_was_read_can_be_changed(studio: Studio) -> None:
    brand = studio.brand()
    studio.brands.update(ANN, brand.id, DESIGN, expected_version=1)
    with pytest.raises(BrandMovedError, match="version 2, not 1"):
        studio.brands.update(ANN, brand.id, DESIGN, expected_version=1)


def test_two_writers_of_one_version_make_one(studio: Studio) -> None:
    brand = studio.brand()
    repository = DynamoBrandRepository(studio.table)
    studio.brands.update(ANN, brand.id, DESIGN, expected_version=1)
    late = brand.model_copy(update={"version": 2})
    event = Event(
        id="01ARZ3NDEKTSV4RRFFQ69G5FAV",
        type="BrandUpdated",
        organization_id=ORG,
        aggregate="brand",
        aggregate_id=brand.id,
        sequence=2,
        occurred_at=brand.created_at,
        actor="sub-bob",
    )
    with pytest.raises(BrandMovedError):
        repository.save_profile(late, event)
    assert studio.events("brand", brand.id) == ["BrandCreated", "BrandUpdated"]


def test_another_organization_sees_nothing(studio: Studio) -> None:
    brand = studio.brand()
    template = studio.published(brand)
    logo = studio.uploaded(brand)
    for look in (
        lambda: studio.brands.profile(STRANGER, brand.id),
        lambda: studio.templates.template(STRANGER, template.id),
        lambda: studio.assets.asset(STRANGER, brand.id, logo.id),
        lambda: studio.templates.create(STRANGER, brand.id, CARD),
        lambda: studio.uploads.complete(STRANGER, brand.id, logo.id),
    ):
        with pytest.raises((BrandUnknownError, TemplateUnknownError, AssetUnknownError)):
            look()
    assert studio.brands.profiles(STRANGER).items == []


def test_a_template_is_drafted_published_and_redrafted(studio: Studio) -> None:
    brand = studio.brand()
    draft = studio.templates.create(ANN, brand.id, CARD)
    assert (draft.version, draft.status) == (1, TemplateStatus.DRAFT)
    assert studio.library.published_templates(ORG, brand.id) == []
    assert studio.library.template(ORG, draft.id) == draft
    published = studio.templates.publish(ANN, draft.id, 1)
    redrafted = studio.templates.update(ANN, draft.id, {**CARD, "name": "Card two"}, 2)
    assert (redrafted.version, redrafted.status) == (3, TemplateStatus.DRAFT)
    assert studio.templates.template(ANN, draft.id) == redrafted
    assert studio.library.published_templates(ORG, brand.id) == [published]
    assert studio.library.template(ORG, draft.id) == published
    assert studio.library.template(ORG, draft.id, 1) == draft
    again = studio.templates.publish(ANN, draft.id, 3)
    assert studio.library.published_templates(ORG, brand.id) == [again]
    assert studio.templates.templates(ANN, brand.id).items == [again]
    with pytest.raises(BrandMovedError):
        studio.templates.publish(ANN, draft.id, 3)
    assert studio.events("template", draft.id) == [
        "TemplateCreated",
        "TemplatePublished",
        "TemplateUpdated",
        "TemplatePublished",
    ]


def test_a_template_must_fit_the_profile_when_written_and_when_published(studio: Studio) -> None:
    brand = studio.brand()
    wrong = {**CARD, "layers": [{"type": "colour", "id": "ground", "colour": "purple"}]}
    with pytest.raises(TemplateMisfitError) as caught:
        studio.templates.create(ANN, brand.id, wrong)
    assert caught.value.errors[0].pointer == "/layers/0/colour"
    draft = studio.templates.create(ANN, brand.id, CARD)
    recoloured = [{**DESIGN["palette"][0], "name": "ink"}, DESIGN["palette"][1]]
    studio.brands.update(ANN, brand.id, {**DESIGN, "palette": recoloured}, 1)
    with pytest.raises(TemplateMisfitError):
        studio.templates.publish(ANN, draft.id, 1)


def test_a_template_needs_its_brand(studio: Studio) -> None:
    with pytest.raises(BrandUnknownError):
        studio.templates.create(ANN, "01ARZ3NDEKTSV4RRFFQ69G5FAV", CARD)


def test_the_default_is_a_published_template_of_the_brand(studio: Studio) -> None:
    brand, other = studio.brand(), studio.brand()
    draft = studio.templates.create(ANN, brand.id, CARD)
    foreign = studio.published(other)
    for template_id in (draft.id, foreign.id, "01ARZ3NDEKTSV4RRFFQ69G5FAV"):
        with pytest.raises(TemplateUnpublishedError):
            studio.brands.set_default_template(ANN, brand.id, template_id, 1)
    studio.templates.publish(ANN, draft.id, 1)
    changed = studio.brands.set_default_template(ANN, brand.id, draft.id, 1)
    assert (changed.version, changed.default_template_id) == (2, draft.id)
    kept = studio.brands.update(ANN, brand.id, DESIGN, 2)
    assert kept.default_template_id == draft.id


def test_a_template_in_use_is_not_deleted_and_its_users_are_listed(studio: Studio) -> None:
    brand = studio.brand()
    template = studio.published(brand)
    studio.brands.set_default_template(ANN, brand.id, template.id, 1)
    use = keys.brand.use_of_template(ORG, template.id, "01HREQ00000000000000000001")
    studio.table.write(Put({"pk": use.pk, "sk": use.sk}, Absent()))
    with pytest.raises(TemplateInUseError) as caught:
        studio.templates.delete(ANN, template.id)
    assert [error.detail for error in caught.value.errors] == [
        "It is the default of Northbeam.",
        "Request 01HREQ00000000000000000001 uses it.",
    ]


def test_a_deleted_template_is_gone_but_its_versions_stay(studio: Studio) -> None:
    brand = studio.brand()
    template = studio.published(brand)
    studio.templates.delete(ANN, template.id)
    with pytest.raises(TemplateUnknownError):
        studio.templates.template(ANN, template.id)
    assert studio.library.published_templates(ORG, brand.id) == []
    assert studio.library.template(ORG, template.id, 2) == template
    assert studio.events("template", template.id)[-1] == "TemplateDeleted"


def test_an_upload_becomes_ready_under_a_key_of_its_content(studio: Studio) -> None:
    brand, data = studio.brand(), b"\x89PNG one"
    pending, form = studio.assets.begin_upload(
        ANN,
        brand.id,
        {"kind": "logo", "variant": "full", "name": "logo", "content_type": "image/png", "bytes": 100},
    )
    assert pending.status is AssetStatus.PENDING
    with pytest.raises(UploadMissingError):
        studio.uploads.complete(ANN, brand.id, pending.id)
    assert studio.objects.upload(form, data)
    ready = studio.uploads.complete(ANN, brand.id, pending.id)
    assert (ready.status, ready.width, ready.height, ready.bytes) == (AssetStatus.READY, 640, 320, len(data))
    digest = sha256(data).hexdigest()
    assert ready.key == f"{ORG}/brands/{brand.id}/assets/{ready.id}/{digest}.png"
    assert studio.objects.upload(form, b"\x89PNG two")
    assert studio.objects.get(ready.key) == data
    assert studio.uploads.complete(ANN, brand.id, pending.id) == ready
    assert studio.events("brand_asset", ready.id) == ["BrandAssetUploadStarted", "BrandAssetReady"]


@pytest.mark.parametrize("data", [b"GIF89a", b"\x89PNG" + b"x" * 100])
def test_an_upload_that_is_not_what_it_said_is_refused_with_the_reason(studio: Studio, data: bytes) -> None:
    brand = studio.brand()
    asset, form = studio.assets.begin_upload(
        ANN,
        brand.id,
        {"kind": "logo", "variant": "full", "name": "logo", "content_type": "image/png", "bytes": 50},
    )
    studio.objects.put(form.fields["key"], data, "image/png")
    refused = studio.uploads.complete(ANN, brand.id, asset.id)
    assert refused.status is AssetStatus.REFUSED
    assert refused.reason in {"The file is no PNG.", "The file is larger than was announced."}
    assert not studio.objects.exists(asset.key)
    assert studio.library.current_logos(ORG, brand.id) == []


def test_the_newest_ready_logo_of_each_variant_counts(studio: Studio) -> None:
    brand = studio.brand()
    old = studio.uploaded(brand)
    mono = studio.uploaded(brand, variant="mono")
    new = studio.uploaded(brand, b"\x89PNG newer")
    studio.uploaded(brand, b"broken")
    logos = {asset.variant: asset for asset in studio.library.current_logos(ORG, brand.id)}
    assert {asset.id for asset in logos.values()} == {new.id, mono.id}
    newest_first = [asset.id for asset in studio.assets.assets(ANN, brand.id).items]
    assert newest_first == sorted(newest_first, reverse=True)
    assert newest_first[-1] == old.id


def test_replaced_logos_are_remembered_unless_they_came_back(studio: Studio) -> None:
    brand = studio.brand()
    first = studio.uploaded(brand, b"\x89PNG first")
    second = studio.uploaded(brand, b"\x89PNG second")
    assert [asset.id for asset in studio.library.former_logos(ORG, brand.id)] == [first.id]
    studio.uploaded(brand, b"\x89PNG first")
    assert [asset.id for asset in studio.library.former_logos(ORG, brand.id)] == [second.id]


def test_a_logo_that_templates_show_is_not_deleted(studio: Studio) -> None:
    brand = studio.brand()
    old = studio.uploaded(brand)
    current = studio.uploaded(brand, b"\x89PNG newer")
    template = studio.templates.create(ANN, brand.id, CARD)
    with pytest.raises(AssetInUseError) as caught:
        studio.assets.delete(ANN, brand.id, current.id)
    assert template.id in caught.value.errors[0].detail
    studio.assets.delete(ANN, brand.id, old.id)
    with pytest.raises(AssetUnknownError):
        studio.assets.asset(ANN, brand.id, old.id)
    assert not studio.objects.exists(old.key)
    studio.templates.delete(ANN, template.id)
    studio.assets.delete(ANN, brand.id, current.id)
    assert studio.library.current_logos(ORG, brand.id) == []


def test_pictures_are_found_by_the_name_that_templates_use(studio: Studio) -> None:
    brand = studio.brand()
    cup = studio.uploaded(brand, kind="image", variant=None, name="cup")
    assert studio.library.images(ORG, brand.id, ["cup", "absent"]) == {"cup": cup}
    layers = [{"type": "image", "id": "cup", "image": "cup"}]
    template = studio.templates.create(ANN, brand.id, {**CARD, "layers": layers})
    with pytest.raises(AssetInUseError):
        studio.assets.delete(ANN, brand.id, cup.id)
    studio.templates.delete(ANN, template.id)
    studio.assets.delete(ANN, brand.id, cup.id)
    assert studio.library.images(ORG, brand.id, ["cup"]) == {}
    assert cup.kind is AssetKind.IMAGE


def test_a_profile_names_the_uploaded_fonts_of_its_brand_and_no_others(studio: Studio) -> None:
    brand, other = studio.brand(), studio.brand()
    studio.font(other)
    with pytest.raises(
        FontUnknownError, match=r"There is no font 'Nord'\. There are Inter, .*upload"
    ) as caught:
        studio.set_in(brand.id, "Nord", 700)
    assert [error.pointer for error in caught.value.errors] == ["/typography/heading/family"]
    font = studio.font(brand)
    for data in ("Nord,400,400", "Alder,300,900"):
        studio.font(brand, data)
    with pytest.raises(FontUnknownError, match="Nord has no weight 600") as caught:
        studio.set_in(brand.id, "Nord", 700, 600)
    assert [error.pointer for error in caught.value.errors] == ["/typography/heading/weights/1"]
    (used,) = studio.set_in(brand.id, "Nord", 700).fonts
    assert (used.family, used.weight, used.asset_id, used.sha256) == ("Nord", 700, font.id, font.sha256)
    assert [one.weight for one in studio.set_in(brand.id, "Alder", 800, 300).fonts] == [300, 800]
    assert studio.set_in(brand.id, "Fraunces", 700).fonts == ()


def test_a_version_of_a_profile_keeps_its_fonts_whatever_is_uploaded_later(studio: Studio) -> None:
    brand = studio.brand()
    old = studio.font(brand)
    second = studio.set_in(brand.id, "Nord", 700)
    new = studio.font(brand, "Nord,700,700,redrawn")
    assert studio.brands.set_default_template(ANN, brand.id, None, 2).fonts == second.fonts
    assert [font.asset_id for font in studio.set_in(brand.id, "Nord", 700).fonts] == [new.id]
    assert [font.asset_id for font in studio.library.profile(ORG, brand.id, 2).fonts] == [old.id]


def test_a_font_that_the_profile_is_set_in_is_not_deleted(studio: Studio) -> None:
    brand = studio.brand()
    old, spare = studio.font(brand), studio.font(brand, "Nord,400,400")
    studio.set_in(brand.id, "Nord", 700)
    new = studio.font(brand, "Nord,700,700,redrawn")
    with pytest.raises(AssetInUseError) as caught:
        studio.assets.delete(ANN, brand.id, old.id)
    assert [error.detail for error in caught.value.errors] == ["The profile of Northbeam sets texts in Nord."]
    studio.assets.delete(ANN, brand.id, spare.id)
    studio.set_in(brand.id, "Nord", 700)
    studio.assets.delete(ANN, brand.id, old.id)
    with pytest.raises(AssetUnknownError):
        studio.assets.asset(ANN, brand.id, old.id)
    assert studio.objects.exists(old.key)
    with pytest.raises(AssetInUseError):
        studio.assets.delete(ANN, brand.id, new.id)
    with pytest.raises(FontUnknownError):
        studio.set_in(brand.id, "Nord", 400)


def test_a_font_cannot_be_deleted_while_a_profile_takes_it_up(studio: Studio) -> None:
    brand = studio.brand()
    font = studio.font(brand)
    repository = DynamoBrandRepository(studio.table)
    event = Event(
        id="01ARZ3NDEKTSV4RRFFQ69G5FAV",
        type="BrandAssetDeleted",
        organization_id=ORG,
        aggregate="brand_asset",
        aggregate_id=font.id,
        sequence=3,
        occurred_at=brand.created_at,
        actor="sub-bob",
    )
    current = studio.set_in(brand.id, "Nord", 700)
    with pytest.raises(BrandMovedError):
        repository.delete_asset(font, brand, event)
    repository.delete_asset(font, current, event)
    late = current.model_copy(update={"version": 3})
    with pytest.raises(FontUnknownError, match="Nord 700"):
        repository.save_profile(late, event.model_copy(update={"id": "01ARZ3NDEKTSV4RRFFQ69G5FAW"}))
    assert studio.brands.profile(ANN, brand.id) == current


def test_the_cost_of_reading_does_not_grow_with_the_tenant(studio: Studio) -> None:
    brand = studio.brand()
    template = studio.published(brand)
    studio.uploaded(brand)

    def read() -> float:
        with studio.table.metered() as units:
            studio.library.profile(ORG, brand.id)
            studio.library.template(ORG, template.id)
            studio.library.current_logos(ORG, brand.id)
        return units.read

    before = read()
    for _ in range(6):
        studio.published(studio.brand())
        studio.brands.update(ANN, brand.id, DESIGN, studio.brands.profile(ANN, brand.id).version)
        studio.uploaded(brand)
    assert read() == before
