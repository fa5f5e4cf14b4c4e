"""Uploaded fonts and the profiles that are set in them, over both tables."""

import pytest

from onbrand.adapters.dynamodb.brand import DynamoBrandRepository
from onbrand.brand.errors import AssetInUseError, AssetUnknownError, BrandMovedError, FontUnknownError
from onbrand.kernel.events import Event
from tests.contract.brand.studio import ANN, ORG, Studio


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
