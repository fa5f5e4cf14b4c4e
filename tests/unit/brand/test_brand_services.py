"""What the brand services refuse, and how many win."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from onbrand.adapters.dynamodb.brand import DynamoBrandRepository
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.adapters.memory.objects import MemoryObjects
from onbrand.adapters.memory.table import MemoryTable
from onbrand.brand import BrandAssets, Brands, Templates
from onbrand.brand.errors import AssetKindError, BrandMovedError, CheckUnknownError, FontUnknownError
from onbrand.identity import Access, Role
from onbrand.identity.errors import PermissionMissingError
from onbrand.kernel.errors import Invalid, Unprocessable
from tests.contract.brand.studio import DESIGN

ANN = Access("sub-ann", "01HORG00000000000000000000", Role.ADMIN)


@pytest.fixture
def repository() -> DynamoBrandRepository:
    return DynamoBrandRepository(MemoryTable())


@pytest.fixture
def brands(repository: DynamoBrandRepository) -> Brands:
    return Brands(repository, FrozenClock(), SequentialIds())


@pytest.mark.parametrize(
    ("change", "at", "says"),
    [
        (
            {"palette": [{"name": "night", "hex": "red", "role": "text"}, DESIGN["palette"][1]]},
            "/palette/0/hex",
            "six hexadecimal digits",
        ),
        (
            {"palette": [{"name": "night", "hex": "#F7F1E2", "role": "text"}, DESIGN["palette"][1]]},
            "",
            "contrast of 4.5:1",
        ),
        (
            {"typography": {**DESIGN["typography"], "body": {"family": "Inter", "weights": [450]}}},
            "/typography/body/weights/0",
            "multiple of 100",
        ),
        (
            {"compliance": {"weights": {"colour": 0, "logo": 0, "typography": 0, "layout": 0}}},
            "/compliance/weights",
            "sum to zero",
        ),
        ({"organization_id": "other"}, "/organization_id", "no such field"),
        ({"name": ""}, "/name", "at least 1 character"),
    ],
)
def test_a_bad_profile_is_refused_with_the_reason_and_its_place(
    brands: Brands, change: dict[str, Any], at: str, says: str
) -> None:
    with pytest.raises(Invalid, match=says) as caught:
        brands.create(ANN, {**DESIGN, **change})
    assert [error.pointer for error in caught.value.errors] == [at]


def test_a_new_brand_is_set_in_open_fonts(brands: Brands) -> None:
    fonts = {
        "heading": {"family": "Comic Sans", "weights": [400]},
        "body": {"family": "Inter", "weights": [900]},
    }
    with pytest.raises(
        FontUnknownError, match=r"There are Inter, Literata.*Inter has no weight 900"
    ) as caught:
        brands.create(ANN, {**DESIGN, "typography": fonts})
    assert [(error.pointer, error.code) for error in caught.value.errors] == [
        ("/typography/heading/family", "unknown_font"),
        ("/typography/body/weights/0", "unknown_weight"),
    ]
    assert brands.profiles(ANN).items == []


def test_only_checks_that_exist_can_be_a_must(brands: Brands) -> None:
    musts = {"compliance": {"must_pass": ["margins", "logo_sise", "zzz"]}}
    with pytest.raises(CheckUnknownError, match=r"no check 'logo_sise'\. Did you mean 'logo_size'") as caught:
        brands.create(ANN, {**DESIGN, **musts})
    assert [(error.pointer, error.code) for error in caught.value.errors] == [
        ("/compliance/must_pass/1", "unknown_check"),
        ("/compliance/must_pass/2", "unknown_check"),
    ]
    assert isinstance(caught.value, Unprocessable)
    brand = brands.create(ANN, DESIGN)
    with pytest.raises(CheckUnknownError):
        brands.update(ANN, brand.id, {**DESIGN, **musts}, 1)
    kept = {**DESIGN, "compliance": {"must_pass": ["margins"]}}
    assert brands.update(ANN, brand.id, kept, 1).design.compliance.must_pass == ("margins",)


def test_every_wrong_field_is_named(brands: Brands) -> None:
    with pytest.raises(Invalid, match="2 fields") as caught:
        brands.create(ANN, {**DESIGN, "name": "", "version": 7})
    assert {error.pointer for error in caught.value.errors} == {"/name", "/version"}


@pytest.mark.parametrize("role", [Role.CREATOR, Role.APPROVER, Role.VIEWER])
def test_who_may_not_manage_brands_changes_nothing(repository: DynamoBrandRepository, role: Role) -> None:
    clock, ids = FrozenClock(), SequentialIds()
    brands, templates = Brands(repository, clock, ids), Templates(repository, clock, ids)
    brand = brands.create(ANN, DESIGN)
    weak = Access("sub-bob", ANN.organization_id, role)
    assert brands.profile(weak, brand.id) == brand
    for forbidden in (
        lambda: brands.create(weak, DESIGN),
        lambda: brands.update(weak, brand.id, DESIGN, 1),
        lambda: brands.set_default_template(weak, brand.id, None, 1),
        lambda: templates.create(weak, brand.id, {}),
        lambda: templates.publish(weak, "any", 1),
        lambda: templates.delete(weak, "any"),
    ):
        with pytest.raises(PermissionMissingError):
            forbidden()
    assert brands.profile(ANN, brand.id).version == 1


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"variant": None}, "/variant"),
        ({"kind": "image"}, "/variant"),
        ({"content_type": "image/gif"}, "/content_type"),
        ({"content_type": "text/html"}, "/content_type"),
        ({"bytes": 0}, "/bytes"),
        ({"bytes": 20_000_001}, "/bytes"),
        ({"name": "../evil#name"}, "/name"),
        ({"key": "other/key"}, "/key"),
    ],
)
def test_an_upload_that_cannot_be_is_refused_before_it_starts(
    repository: DynamoBrandRepository, brands: Brands, change: dict[str, Any], at: str
) -> None:
    assets = BrandAssets(repository, MemoryObjects(), FrozenClock(), SequentialIds(50))
    brand = brands.create(ANN, DESIGN)
    new = {"kind": "logo", "variant": "full", "name": "logo", "content_type": "image/png", "bytes": 9}
    with pytest.raises((Invalid, AssetKindError)) as caught:
        assets.begin_upload(ANN, brand.id, {**new, **change})
    assert [error.pointer for error in caught.value.errors] == [at]
    assert assets.assets(ANN, brand.id).items == []


def test_of_sixteen_updates_of_one_version_one_wins(brands: Brands) -> None:
    brand = brands.create(ANN, DESIGN)

    def update(number: int) -> bool:
        try:
            brands.update(ANN, brand.id, {**DESIGN, "name": f"Name {number}"}, 1)
        except BrandMovedError:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        won = list(pool.map(update, range(16)))
    assert won.count(True) == 1
    assert brands.profile(ANN, brand.id).design.name == f"Name {won.index(True)}"
