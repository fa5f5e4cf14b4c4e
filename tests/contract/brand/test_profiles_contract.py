"""Profiles of brands and their versions, over both tables."""

import pytest

from onbrand.adapters.dynamodb.brand import DynamoBrandRepository
from onbrand.brand.errors import AssetUnknownError, BrandMovedError, BrandUnknownError, TemplateUnknownError
from onbrand.kernel.events import Event
from tests.contract.brand.studio import ANN, CARD, DESIGN, ORG, STRANGER, Studio


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
