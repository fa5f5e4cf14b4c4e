"""What other rooms read of a brand, in the version they are pinned to. Their callers were checked."""

from collections.abc import Sequence
from hashlib import sha256

from onbrand.brand.assets import AssetKind, AssetStatus, BrandAsset
from onbrand.brand.errors import (
    AssetKindError,
    AssetNotReadyError,
    AssetUnknownError,
    BrandUnknownError,
    TemplateUnknownError,
)
from onbrand.brand.ports import BrandRepository
from onbrand.brand.profile import BrandProfile, LogoVariant
from onbrand.brand.template import Template
from onbrand.kernel.pages import MAX_PAGE_SIZE, every

MOST_FORMER_LOGOS = 6
"""Former logos that are looked for; older ones are forgotten."""


class BrandLibrary:
    """Profiles, templates and current assets by organization."""

    def __init__(self, repository: BrandRepository) -> None:
        self._repository = repository

    def profile(self, organization_id: str, brand_id: str, version: int | None = None) -> BrandProfile:
        """A version of the profile; the current one when none is named. Raises BrandUnknownError."""
        profile = self._repository.profile(organization_id, brand_id, version)
        if profile is None:
            raise BrandUnknownError("There is no such brand.")
        return profile

    def template(self, organization_id: str, template_id: str, version: int | None = None) -> Template:
        """A version of a template; the published one, else the draft, when none is named.

        Raises TemplateUnknownError.
        """
        found = self._repository.published(organization_id, template_id) if version is None else None
        template = found or self._repository.template(organization_id, template_id, version)
        if template is None:
            raise TemplateUnknownError("There is no such template.")
        return template

    def published_templates(self, organization_id: str, brand_id: str) -> Sequence[Template]:
        """The brand's published templates (the first hundred), oldest first."""
        return self._repository.published_templates(organization_id, brand_id, MAX_PAGE_SIZE)

    def current_logos(self, organization_id: str, brand_id: str) -> Sequence[BrandAsset]:
        """The newest ready logo of each variant."""
        return self._repository.current_assets(organization_id, brand_id, AssetKind.LOGO, len(LogoVariant))

    def logo_set(self, organization_id: str, brand_id: str) -> str:
        """Names the current logos: another name as soon as one is another file, empty without any."""
        logos = self.current_logos(organization_id, brand_id)
        files = sorted(f"{one.variant}={one.sha256 or one.id}" for one in logos)
        return sha256("\n".join(files).encode()).hexdigest()[:12] if files else ""

    def former_logos(self, organization_id: str, brand_id: str) -> Sequence[BrandAsset]:
        """The newest ready logos that others have replaced, few enough to be looked for on every picture."""
        current = {asset.sha256 for asset in self.current_logos(organization_id, brand_id)}
        former: dict[str | None, BrandAsset] = {}
        for asset in every(
            lambda start: self._repository.logos(organization_id, brand_id, MAX_PAGE_SIZE, start)
        ):
            if asset.sha256 not in current:
                former.setdefault(asset.sha256, asset)
            if len(former) == MOST_FORMER_LOGOS:
                break
        return list(former.values())

    def image(self, organization_id: str, brand_id: str, asset_id: str) -> BrandAsset:
        """The ready picture with this id. Raises AssetUnknownError."""
        asset = self._repository.asset(organization_id, brand_id, asset_id)
        if asset is None or asset.kind is not AssetKind.IMAGE or asset.status is not AssetStatus.READY:
            raise AssetUnknownError("There is no such picture.")
        return asset

    def visual(self, organization_id: str, brand_id: str, asset_id: str) -> BrandAsset:
        """The ready visual with this id. Raises AssetUnknownError, AssetKindError, AssetNotReadyError."""
        asset = self._repository.asset(organization_id, brand_id, asset_id)
        if asset is None:
            raise AssetUnknownError("There is no such asset.")
        if asset.kind is not AssetKind.VISUAL:
            raise AssetKindError(
                f"This is a {asset.kind}, kept as our own copy. Only a visual keeps its bytes and can be judged: "
                "upload the finished picture as one."
            )
        if asset.status is AssetStatus.REFUSED:
            raise AssetNotReadyError(f"The file was refused: {asset.reason}")
        if asset.status is AssetStatus.PENDING:
            raise AssetNotReadyError("The upload is not completed yet.")
        return asset

    def images(self, organization_id: str, brand_id: str, names: Sequence[str]) -> dict[str, BrandAsset]:
        """The newest ready pictures of these names, as image layers call them; absent ones are left out."""
        return {
            name: asset
            for name in names
            if (asset := self._repository.current_asset(organization_id, brand_id, AssetKind.IMAGE, name))
        }
