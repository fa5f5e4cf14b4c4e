"""Profiles, templates, logos and pictures of a brand, with their files: what content composes and judges
by."""

from collections.abc import Callable, Mapping, Sequence

from onbrand.brand import BrandLibrary
from onbrand.brand.ports import BrandRepository
from onbrand.brand.profile import LogoVariant
from onbrand.imaging import LogoFile
from onbrand.kernel.objects import ObjectStore


class BrandShelf(BrandLibrary):
    """The library, and the files that its assets name. ``objects`` is called only where files are read, since
    some functions read none and have no bucket."""

    def __init__(self, repository: BrandRepository, objects: Callable[[], ObjectStore]) -> None:
        super().__init__(repository)
        self._objects = objects

    def logos(self, organization_id: str, brand_id: str) -> Sequence[LogoFile]:
        """The brand's logos that are ready."""
        return [
            LogoFile(
                variant=asset.variant or LogoVariant.FULL,
                data=self._objects().get(asset.key),
                content_type=asset.content_type,
                asset_id=asset.id,
            )
            for asset in self.current_logos(organization_id, brand_id)
        ]

    def pictures(self, organization_id: str, brand_id: str, names: Sequence[str]) -> Mapping[str, bytes]:
        """The brand's pictures of these names, as our own JPEGs: what was uploaded is decoded in
        the limited child only."""
        from onbrand.imaging.child import normalise_in_child

        assets = self.images(organization_id, brand_id, names)
        return {
            name: normalise_in_child(self._objects().get(asset.key)).data for name, asset in assets.items()
        }
