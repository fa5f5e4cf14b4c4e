"""What the brand room needs from outside. Each writing method is one transaction with its event."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from onbrand.brand.assets import AssetKind, BrandAsset
from onbrand.brand.profile import BrandProfile
from onbrand.brand.template import Template
from onbrand.kernel.events import Event
from onbrand.kernel.pages import Page


@dataclass(frozen=True, slots=True)
class AssetFacts:
    """The file to keep and what it says: of pictures and logos width and height in pixels (of an SVG:
    of its view box), of fonts family and weight (of variable ones: the lightest and the heaviest)."""

    data: bytes
    content_type: str
    width: int | None = None
    height: int | None = None
    family: str | None = None
    weight: int | None = None
    heaviest: int | None = None


class AssetInspector(Protocol):
    """Decodes an upload. Imaging implements it."""

    def inspect(self, data: bytes, kind: AssetKind, content_type: str) -> AssetFacts:
        """The facts of a sound file. Raises Invalid, Unprocessable or LimitExceeded with the reason."""
        ...


class BrandRepository(Protocol):
    """Profiles, templates and assets. Writes raise BrandMovedError when the version is another."""

    def profile(self, organization_id: str, brand_id: str, version: int | None = None) -> BrandProfile | None:
        """The current profile, or a version of it."""
        ...

    def profiles(self, organization_id: str, limit: int, start: dict[str, Any] | None) -> Page[BrandProfile]:
        """Current profiles of the organization's brands."""
        ...

    def save_profile(self, profile: BrandProfile, event: Event) -> None:
        """The next version of a profile; version 1 is a new brand.

        Raises TemplateUnpublishedError when its default template is not a published one of the brand,
        FontUnknownError when one of its fonts is no asset of the brand.
        """
        ...

    def template(self, organization_id: str, template_id: str, version: int | None = None) -> Template | None:
        """The newest template, or a version of it."""
        ...

    def published(self, organization_id: str, template_id: str) -> Template | None:
        """The newest published version."""
        ...

    def templates(
        self, organization_id: str, brand_id: str, limit: int, start: dict[str, Any] | None
    ) -> Page[Template]:
        """Newest templates of the brand, oldest template first; a new one may show a moment later."""
        ...

    def published_templates(self, organization_id: str, brand_id: str, limit: int) -> Sequence[Template]:
        """Published versions of the brand, oldest template first."""
        ...

    def save_template(self, template: Template, event: Event) -> None:
        """The next version of a template; version 1 is new and raises BrandUnknownError without its brand."""
        ...

    def delete_template(self, template: Template, profile: BrandProfile, event: Event) -> None:
        """Ends a template while the profile is this version; the template's versions stay readable."""
        ...

    def template_users(self, organization_id: str, template_id: str, limit: int) -> Sequence[str]:
        """Ids of requests that used the template."""
        ...

    def asset(self, organization_id: str, brand_id: str, asset_id: str) -> BrandAsset | None:
        """The asset."""
        ...

    def assets(
        self, organization_id: str, brand_id: str, limit: int, start: dict[str, Any] | None
    ) -> Page[BrandAsset]:
        """Assets of the brand, newest first."""
        ...

    def logos(
        self, organization_id: str, brand_id: str, limit: int, start: dict[str, Any] | None
    ) -> Page[BrandAsset]:
        """Ready logos of the brand, newest first."""
        ...

    def current_assets(
        self, organization_id: str, brand_id: str, kind: AssetKind, limit: int
    ) -> Sequence[BrandAsset]:
        """The newest ready logo of each variant, font of each family and weight, or picture of each name."""
        ...

    def current_asset(
        self, organization_id: str, brand_id: str, kind: AssetKind, name: str
    ) -> BrandAsset | None:
        """The newest ready asset of a place (``BrandAsset.place``)."""
        ...

    def save_asset(self, asset: BrandAsset, event: Event) -> None:
        """The next version of an asset; the newest ready one becomes the current one of its place."""
        ...

    def delete_asset(self, asset: BrandAsset, profile: BrandProfile, event: Event) -> None:
        """Ends an asset while the profile is this version."""
        ...
