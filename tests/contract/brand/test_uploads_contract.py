"""Uploaded logos and pictures, over both tables."""

from hashlib import sha256

import pytest

from onbrand.adapters.dynamodb.brand import DynamoBrandRepository
from onbrand.brand import AssetKind, AssetStatus
from onbrand.brand.errors import AssetInUseError, AssetUnknownError, UploadMissingError
from tests.contract.brand.studio import ANN, CARD, ORG, Studio


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


def test_only_ready_logos_are_read_to_find_the_replaced_ones(studio: Studio) -> None:
    brand = studio.brand()
    old, new = studio.uploaded(brand, b"\x89PNG first"), studio.uploaded(brand, b"\x89PNG second")
    studio.uploaded(brand, b"broken")
    studio.uploaded(brand, kind="image", variant=None, name="cup")
    gone = studio.uploaded(brand, b"\x89PNG gone", variant="mono")
    studio.assets.delete(ANN, brand.id, gone.id)
    brands = DynamoBrandRepository(studio.table)
    first = brands.logos(ORG, brand.id, 1, None)
    rest = brands.logos(ORG, brand.id, 9, first.next)
    assert [asset.id for asset in (*first.items, *rest.items)] == [new.id, old.id]


def test_of_many_replaced_logos_the_newest_few_are_remembered(studio: Studio) -> None:
    brand = studio.brand()
    logos = [studio.uploaded(brand, b"\x89PNG %d" % number) for number in range(9)]
    former = studio.library.former_logos(ORG, brand.id)
    assert [asset.id for asset in former] == [asset.id for asset in logos[-2:-8:-1]]


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
