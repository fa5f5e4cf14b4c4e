"""Profiles, templates, logos, fonts and pictures of a brand, with their files: what content composes and judges
by."""

from collections.abc import Callable, Mapping, Sequence

from onbrand.brand import BrandLibrary, BrandProfile
from onbrand.brand.assets import BrandAsset, kept_key
from onbrand.brand.ports import BrandRepository
from onbrand.brand.profile import LogoVariant
from onbrand.imaging import FontFile, LogoFile
from onbrand.kernel.objects import ObjectStore


class BrandShelf(BrandLibrary):
    """The library, and the files that its assets name. ``objects`` is called only where files are read, since
    some functions read none and have no bucket."""

    def __init__(self, repository: BrandRepository, objects: Callable[[], ObjectStore]) -> None:
        super().__init__(repository)
        self._objects = objects

    def logos(self, organization_id: str, brand_id: str) -> Sequence[LogoFile]:
        """The brand's logos that are ready."""
        return self._files(self.current_logos(organization_id, brand_id))

    def replaced_logos(self, organization_id: str, brand_id: str) -> Sequence[LogoFile]:
        """The newest of the brand's logos that others have replaced."""
        return self._files(self.former_logos(organization_id, brand_id))

    def _files(self, assets: Sequence[BrandAsset]) -> Sequence[LogoFile]:
        return [
            LogoFile(
                variant=asset.variant or LogoVariant.FULL,
                data=self._objects().get(asset.key),
                content_type=asset.content_type,
                asset_id=asset.id,
            )
            for asset in assets
        ]

    def fonts(self, profile: BrandProfile) -> Sequence[FontFile]:
        """The uploaded fonts that this version of the profile names; a file of several weights is read once."""
        data = {
            font.asset_id: self._objects().get(
                kept_key(profile.organization_id, profile.id, font.asset_id, font.sha256, font.content_type)
            )
            for font in {one.asset_id: one for one in profile.fonts}.values()
        }
        return [FontFile(one.family, one.weight, one.sha256, data[one.asset_id]) for one in profile.fonts]

    def pictures(self, organization_id: str, brand_id: str, names: Sequence[str]) -> Mapping[str, bytes]:
        """The brand's pictures of these names: our own JPEGs, made when they were uploaded."""
        assets = self.images(organization_id, brand_id, names)
        return {name: self._objects().get(asset.key) for name, asset in assets.items()}

    def picture(self, organization_id: str, brand_id: str, asset_id: str) -> bytes:
        """The picture with this id. Raises AssetUnknownError."""
        return self._objects().get(self.image(organization_id, brand_id, asset_id).key)
