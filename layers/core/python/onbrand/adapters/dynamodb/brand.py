"""Brand profiles, templates and assets in the table."""

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import follows, from_item, put_event, to_item
from onbrand.adapters.dynamodb.table import (
    Absent,
    AttributeIs,
    Check,
    Condition,
    ConditionFailed,
    Delete,
    Index,
    Key,
    Present,
    Put,
    Table,
    VersionIs,
    Write,
)
from onbrand.brand.assets import AssetKind, AssetStatus, BrandAsset
from onbrand.brand.errors import (
    BrandMovedError,
    BrandUnknownError,
    FontUnknownError,
    TemplateUnpublishedError,
)
from onbrand.brand.profile import BrandProfile
from onbrand.brand.template import Template, TemplateStatus
from onbrand.kernel.errors import OnBrandError
from onbrand.kernel.events import Event
from onbrand.kernel.pages import Page

ModelT = TypeVar("ModelT", bound=BaseModel)


class DynamoBrandRepository:
    """Implements ``brand.ports.BrandRepository`` over a table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def profile(self, organization_id: str, brand_id: str, version: int | None = None) -> BrandProfile | None:
        """The current profile, or a version of it."""
        current = keys.brand.brand(organization_id, brand_id)
        key = current if version is None else keys.brand.brand_version(organization_id, brand_id, version)
        return self._one(BrandProfile, key)

    def profiles(self, organization_id: str, limit: int, start: dict[str, Any] | None) -> Page[BrandProfile]:
        """Current profiles of the organization's brands."""
        partition = keys.shape.organization_partition(organization_id)
        return self._page(BrandProfile, partition, limit, start, prefix=keys.brand.BRANDS)

    def save_profile(self, profile: BrandProfile, event: Event) -> None:
        """The next version of a profile; version 1 is a new brand."""
        organization_id, version = profile.organization_id, profile.version
        history = keys.brand.brand_version(organization_id, profile.id, version)
        named: dict[Key, OnBrandError] = {}
        checks: list[Write] = []
        if profile.default_template_id is not None:
            key = keys.brand.published_template(organization_id, profile.default_template_id)
            named[key] = TemplateUnpublishedError("The default must be a published template of this brand.")
            checks.append(Check(key, AttributeIs("brand_id", profile.id)))
        for font in {one.asset_id: one for one in profile.fonts}.values():
            key = keys.brand.brand_asset(organization_id, profile.id, font.asset_id)
            named[key] = FontUnknownError(f"The file of {font.family} {font.weight} is not there any more.")
            checks.append(Check(key, Present()))
        self._write(
            named,
            Put(
                to_item(keys.brand.brand(organization_id, profile.id), "brand", profile, version),
                follows(version),
            ),
            Put(to_item(history, "brand_version", profile, version), Absent()),
            put_event(event),
            *checks,
        )

    def template(self, organization_id: str, template_id: str, version: int | None = None) -> Template | None:
        """The newest template, or a version of it."""
        current = keys.brand.template(organization_id, template_id)
        key = (
            current if version is None else keys.brand.template_version(organization_id, template_id, version)
        )
        return self._one(Template, key)

    def published(self, organization_id: str, template_id: str) -> Template | None:
        """The newest published version."""
        return self._one(Template, keys.brand.published_template(organization_id, template_id))

    def templates(
        self, organization_id: str, brand_id: str, limit: int, start: dict[str, Any] | None
    ) -> Page[Template]:
        """Newest templates of the brand, by index."""
        partition = keys.brand.brand_templates_partition(organization_id, brand_id)
        return self._page(Template, partition, limit, start, index="gsi1")

    def published_templates(self, organization_id: str, brand_id: str, limit: int) -> Sequence[Template]:
        """Published versions of the brand, by index."""
        partition = keys.brand.brand_published_partition(organization_id, brand_id)
        return self._page(Template, partition, limit, None, index="gsi1").items

    def save_template(self, template: Template, event: Event) -> None:
        """The next version of a template."""
        organization_id, brand_id, version = template.organization_id, template.brand_id, template.version
        current = keys.brand.template(organization_id, template.id)
        history = keys.brand.template_version(organization_id, template.id, version)
        listed = Key(keys.brand.brand_templates_partition(organization_id, brand_id), template.id)
        item = to_item(current, "template", template, version, gsi1=listed, status=template.status.value)
        writes: list[Write] = [
            Put(item, follows(version)),
            Put(to_item(history, "template_version", template, version), Absent()),
            put_event(event),
        ]
        named: dict[Key, OnBrandError] = {}
        if version == 1:
            brand = keys.brand.brand(organization_id, brand_id)
            named[brand] = BrandUnknownError("There is no such brand.")
            writes.append(Check(brand, Present()))
        if template.status is TemplateStatus.PUBLISHED:
            key = keys.brand.published_template(organization_id, template.id)
            before = self._table.get(key)
            listed = Key(keys.brand.brand_published_partition(organization_id, brand_id), template.id)
            published = to_item(key, "published_template", template, version, gsi1=listed, brand_id=brand_id)
            writes.append(Put(published, VersionIs(before["version"]) if before else Absent()))
        self._write(named, *writes)

    def delete_template(self, template: Template, profile: BrandProfile, event: Event) -> None:
        """Ends a template; its versions stay."""
        organization_id = template.organization_id
        published = keys.brand.published_template(organization_id, template.id)
        before = self._table.get(published)
        self._write(
            {},
            Delete(keys.brand.template(organization_id, template.id), VersionIs(template.version)),
            Check(keys.brand.brand(organization_id, profile.id), VersionIs(profile.version)),
            put_event(event),
            *([Delete(published, VersionIs(before["version"]))] if before else []),
        )

    def template_users(self, organization_id: str, template_id: str, limit: int) -> Sequence[str]:
        """Ids of requests that used the template."""
        partition = keys.shape.aggregate_partition(organization_id, "template", template_id)
        page = self._table.query(partition, sk_prefix=keys.brand.USES, limit=limit)
        return [str(item["sk"]).removeprefix(keys.brand.USES) for item in page.items]

    def asset(self, organization_id: str, brand_id: str, asset_id: str) -> BrandAsset | None:
        """The asset."""
        return self._one(BrandAsset, keys.brand.brand_asset(organization_id, brand_id, asset_id))

    def assets(
        self, organization_id: str, brand_id: str, limit: int, start: dict[str, Any] | None
    ) -> Page[BrandAsset]:
        """Assets of the brand, newest first."""
        partition, prefix = (
            keys.shape.organization_partition(organization_id),
            keys.brand.brand_assets_prefix(brand_id),
        )
        return self._page(BrandAsset, partition, limit, start, prefix=prefix, forward=False)

    def logos(
        self, organization_id: str, brand_id: str, limit: int, start: dict[str, Any] | None
    ) -> Page[BrandAsset]:
        """Ready logos of the brand, newest first, by index."""
        partition = keys.brand.brand_logos_partition(organization_id, brand_id)
        return self._page(BrandAsset, partition, limit, start, index="gsi1", forward=False)

    def current_assets(
        self, organization_id: str, brand_id: str, kind: AssetKind, limit: int
    ) -> Sequence[BrandAsset]:
        """The newest ready asset of each place."""
        partition = keys.shape.organization_partition(organization_id)
        prefix = keys.brand.current_assets_prefix(brand_id, kind.value)
        return self._page(BrandAsset, partition, limit, None, prefix=prefix).items

    def current_asset(
        self, organization_id: str, brand_id: str, kind: AssetKind, name: str
    ) -> BrandAsset | None:
        """The newest ready asset of one place."""
        return self._one(BrandAsset, keys.brand.current_asset(organization_id, brand_id, kind.value, name))

    def save_asset(self, asset: BrandAsset, event: Event) -> None:
        """The next version of an asset, which may become the current one of its place."""
        key = keys.brand.brand_asset(asset.organization_id, asset.brand_id, asset.id)
        writes: list[Write] = [
            Put(
                to_item(key, "brand_asset", asset, asset.version, gsi1=_listed_logo(asset)),
                follows(asset.version),
            ),
            put_event(event),
        ]
        if asset.status is AssetStatus.READY:
            place = _place(asset)
            before = self._table.get(place)
            if before is None or before["asset_id"] < asset.id:
                condition: Condition = AttributeIs("asset_id", before["asset_id"]) if before else Absent()
                writes.append(Put(to_item(place, "current_asset", asset, asset_id=asset.id), condition))
        self._write({}, *writes)

    def delete_asset(self, asset: BrandAsset, profile: BrandProfile, event: Event) -> None:
        """Ends an asset; when it was the current one, its place is empty."""
        key = keys.brand.brand_asset(asset.organization_id, asset.brand_id, asset.id)
        place = _place(asset)
        current = self._table.get(place)
        was_current = current is not None and current["asset_id"] == asset.id
        ends: list[Write] = [Delete(place, AttributeIs("asset_id", asset.id))] if was_current else []
        brand = keys.brand.brand(asset.organization_id, profile.id)
        self._write(
            {},
            Delete(key, VersionIs(asset.version)),
            Check(brand, VersionIs(profile.version)),
            put_event(event),
            *ends,
        )

    def _one(self, model: type[ModelT], key: Key) -> ModelT | None:
        item = self._table.get(key)
        return None if item is None else from_item(model, item)

    def _page(
        self,
        model: type[ModelT],
        pk: str,
        limit: int,
        start: dict[str, Any] | None,
        *,
        prefix: str | None = None,
        index: Index | None = None,
        forward: bool = True,
    ) -> Page[ModelT]:
        page = self._table.query(pk, sk_prefix=prefix, index=index, limit=limit, start=start, forward=forward)
        return Page([from_item(model, item) for item in page.items], page.next)

    def _write(self, named: dict[Key, OnBrandError], *writes: Write) -> None:
        """A failed condition on a key of ``named`` raises its error, any other BrandMovedError."""
        try:
            self._table.write(*writes)
        except ConditionFailed as failed:
            for key, error in named.items():
                if failed.on(key):
                    raise error from failed
            raise BrandMovedError("This has changed in the meantime; read it again.") from failed


def _place(asset: BrandAsset) -> Key:
    return keys.brand.current_asset(asset.organization_id, asset.brand_id, asset.kind.value, asset.place)


def _listed_logo(asset: BrandAsset) -> Key | None:
    """Every picture is compared with the brand's former logos: they are found without its other assets."""
    if asset.kind is not AssetKind.LOGO or asset.status is not AssetStatus.READY:
        return None
    return Key(keys.brand.brand_logos_partition(asset.organization_id, asset.brand_id), asset.id)
