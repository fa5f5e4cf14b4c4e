"""Brand assets: uploaded by a form, looked at, then kept under a name made of their content."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from pydantic import Field

from onbrand.brand.assets import (
    FONT_CONTENT_TYPES,
    IMAGE_CONTENT_TYPES,
    LOGO_CONTENT_TYPES,
    MAX_ASSET_BYTES,
    VISUAL_CONTENT_TYPES,
    AssetKind,
    AssetStatus,
    BrandAsset,
    kept_key,
    texts_key,
    upload_key,
)
from onbrand.brand.errors import (
    AssetInUseError,
    AssetKindError,
    AssetUnknownError,
    BrandUnknownError,
    UploadMissingError,
)
from onbrand.brand.events import Events
from onbrand.brand.ports import AssetInspector, BrandRepository
from onbrand.brand.profile import LogoVariant, Slug
from onbrand.brand.service import FORMS
from onbrand.brand.template import ImageLayer, LogoLayer, Template
from onbrand.identity.permissions import Access, Permission
from onbrand.kernel.clock import Clock
from onbrand.kernel.errors import FieldError, Invalid, LimitExceeded, Unprocessable
from onbrand.kernel.ids import Ids
from onbrand.kernel.objects import ObjectStore, PresignedPost
from onbrand.kernel.pages import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, Page, every
from onbrand.kernel.validation import parse
from onbrand.kernel.values import Value

FORM_LIFETIME_S = 600
CONTENT_TYPES = {
    AssetKind.LOGO: LOGO_CONTENT_TYPES,
    AssetKind.IMAGE: IMAGE_CONTENT_TYPES,
    AssetKind.FONT: FONT_CONTENT_TYPES,
    AssetKind.VISUAL: VISUAL_CONTENT_TYPES,
}


class NewAsset(Value):
    """What a person writes to upload a file. A template's image layer calls a picture by its ``name``."""

    kind: AssetKind
    variant: LogoVariant | None = None
    name: Slug
    content_type: str
    bytes: int = Field(gt=0, le=MAX_ASSET_BYTES)


class BrandAssets:
    """Use cases of brand assets that need no pixels."""

    def __init__(self, repository: BrandRepository, objects: ObjectStore, clock: Clock, ids: Ids) -> None:
        self._repository = repository
        self._objects = objects
        self._clock = clock
        self._ids = ids
        self._events = Events(clock, ids)

    def begin_upload(
        self, access: Access, brand_id: str, new: NewAsset | Mapping[str, Any]
    ) -> tuple[BrandAsset, PresignedPost]:
        """A pending asset and the form that uploads its file within ten minutes.

        Raises Invalid, AssetKindError, BrandUnknownError.
        """
        wanted = parse(NewAsset, new, forms=FORMS)
        access.require(_needed(wanted.kind))
        _check(wanted)
        if self._repository.profile(access.organization_id, brand_id) is None:
            raise BrandUnknownError("There is no such brand.")
        asset_id = self._ids.new()
        asset = BrandAsset(
            id=asset_id,
            organization_id=access.organization_id,
            brand_id=brand_id,
            version=1,
            kind=wanted.kind,
            variant=wanted.variant,
            status=AssetStatus.PENDING,
            name=wanted.name,
            content_type=wanted.content_type,
            key=upload_key(access.organization_id, brand_id, asset_id),
            bytes=wanted.bytes,
            created_at=self._clock.now(),
            created_by=access.user_id,
        )
        event = self._events.of("BrandAssetUploadStarted", asset, access.user_id, name=asset.name)
        self._repository.save_asset(asset, event)
        form = self._objects.presigned_post(
            asset.key, content_type=asset.content_type, max_bytes=wanted.bytes, expires_s=FORM_LIFETIME_S
        )
        return asset, form

    def asset(self, access: Access, brand_id: str, asset_id: str) -> BrandAsset:
        """The asset. Raises AssetUnknownError."""
        access.require(Permission.READ)
        return _asset(self._repository, access, brand_id, asset_id)

    def assets(
        self,
        access: Access,
        brand_id: str,
        limit: int = DEFAULT_PAGE_SIZE,
        start: dict[str, Any] | None = None,
    ) -> Page[BrandAsset]:
        """Assets of the brand, newest first."""
        access.require(Permission.READ)
        return self._repository.assets(access.organization_id, brand_id, limit, start)

    def delete(self, access: Access, brand_id: str, asset_id: str) -> None:
        """Ends an asset. Raises AssetUnknownError, AssetInUseError that lists templates that show it or the profile
        that is set in it, BrandMovedError."""
        asset = _asset(self._repository, access, brand_id, asset_id)
        access.require(_needed(asset.kind))
        profile = self._repository.profile(access.organization_id, brand_id)
        if profile is None:
            raise BrandUnknownError("There is no such brand.")
        users = [f"Template {one.design.name!r} ({one.id}) shows it." for one in self._users(asset)]
        if any(font.asset_id == asset.id for font in profile.fonts):
            users.insert(0, f"The profile of {profile.design.name} sets texts in {asset.family}.")
        if users:
            raise AssetInUseError(
                "The asset is in use and cannot be deleted.",
                [FieldError("", user, "in_use") for user in users],
            )
        kind = asset.kind.value
        event = self._events.of(
            "BrandAssetDeleted", asset, access.user_id, sequence=asset.version + 1, kind=kind
        )
        self._repository.delete_asset(asset, profile, event)
        if asset.kind is not AssetKind.FONT or asset.status is not AssetStatus.READY:
            # earlier versions of the profile, and the requests pinned to them, are drawn with its fonts
            self._objects.delete(asset.key)
        if asset.kind is AssetKind.VISUAL:
            self._objects.delete(texts_key(asset))

    def _users(self, asset: BrandAsset) -> list[Template]:
        """Templates that would lose their logo or picture; an asset that was replaced has none."""
        current = self._repository.current_asset(
            asset.organization_id, asset.brand_id, asset.kind, asset.place
        )
        if current is None or current.id != asset.id:
            return []
        templates = every(
            lambda start: self._repository.templates(
                asset.organization_id, asset.brand_id, MAX_PAGE_SIZE, start
            )
        )
        return [template for template in templates if _shows(template, asset)]


class Uploads:
    """Completes uploads; needs pixels."""

    def __init__(
        self,
        repository: BrandRepository,
        objects: ObjectStore,
        inspector: AssetInspector,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._objects = objects
        self._inspector = inspector
        self._events = Events(clock, ids)

    def complete(self, access: Access, brand_id: str, asset_id: str) -> BrandAsset:
        """The asset, ready or refused with the reason; a second call changes nothing.

        Raises AssetUnknownError, UploadMissingError.
        """
        asset = _asset(self._repository, access, brand_id, asset_id)
        access.require(_needed(asset.kind))
        if asset.status is not AssetStatus.PENDING:
            return asset
        size = self._objects.size(asset.key)
        if size is None:
            raise UploadMissingError("The file has not arrived yet; send the form first.")
        changes = self._kept(asset, size)
        done = asset.model_copy(update={"version": asset.version + 1, **changes})
        type_ = "BrandAssetReady" if done.status is AssetStatus.READY else "BrandAssetRefused"
        kind = done.kind.value
        event = self._events.of(type_, done, access.user_id, reason=done.reason, kind=kind)
        self._repository.save_asset(done, event)
        self._objects.delete(asset.key)
        return done

    def _kept(self, asset: BrandAsset, size: int) -> dict[str, Any]:
        if size > (asset.bytes or MAX_ASSET_BYTES):
            return {"status": AssetStatus.REFUSED, "reason": "The file is larger than was announced."}
        data = self._objects.get(asset.key)
        try:
            facts = self._inspector.inspect(data, asset.kind, asset.content_type)
        except (Invalid, Unprocessable, LimitExceeded) as error:
            return {"status": AssetStatus.REFUSED, "reason": error.detail}
        digest = sha256(facts.data).hexdigest()
        # The form could be sent again while it lives: what was looked at gets a key that no form has.
        key = kept_key(asset.organization_id, asset.brand_id, asset.id, digest, facts.content_type)
        self._objects.put(key, facts.data, facts.content_type)
        return {
            "status": AssetStatus.READY,
            "key": key,
            "content_type": facts.content_type,
            "width": facts.width,
            "height": facts.height,
            "family": facts.family,
            "weight": facts.weight,
            "heaviest": facts.heaviest,
            "bytes": len(facts.data),
            "sha256": digest,
        }


def _asset(repository: BrandRepository, access: Access, brand_id: str, asset_id: str) -> BrandAsset:
    asset = repository.asset(access.organization_id, brand_id, asset_id)
    if asset is None:
        raise AssetUnknownError("There is no such asset.")
    return asset


def _needed(kind: AssetKind) -> Permission:
    """A visual is content that somebody made, and nothing that the brand draws with."""
    return Permission.CREATE_REQUEST if kind is AssetKind.VISUAL else Permission.MANAGE_BRAND


def _check(new: NewAsset) -> None:
    is_logo = new.kind is AssetKind.LOGO
    if is_logo != (new.variant is not None):
        detail = "A logo needs a variant: full, mono or inverse." if is_logo else "Only a logo has a variant."
        raise AssetKindError(detail, [FieldError("/variant", detail)])
    types = CONTENT_TYPES[new.kind]
    if new.content_type not in types:
        detail = f"A {new.kind} is one of: {', '.join(types)}."
        raise AssetKindError(detail, [FieldError("/content_type", detail)])


def _shows(template: Template, asset: BrandAsset) -> bool:
    if asset.kind is AssetKind.LOGO:
        return any(isinstance(layer, LogoLayer) for layer in template.design.layers)
    return asset.kind is AssetKind.IMAGE and any(
        isinstance(layer, ImageLayer) and layer.image == asset.name for layer in template.design.layers
    )
