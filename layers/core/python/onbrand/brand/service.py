"""Brand profiles: created, changed, read in any version."""

from collections.abc import Mapping
from typing import Any

from onbrand.brand.assets import AssetKind
from onbrand.brand.check_names import check_musts
from onbrand.brand.errors import BrandMovedError, BrandUnknownError
from onbrand.brand.events import Events
from onbrand.brand.font_choice import check_fonts, fonts_of
from onbrand.brand.ports import BrandRepository
from onbrand.brand.profile import BrandProfile, ProfileDesign
from onbrand.identity.permissions import Access, Permission
from onbrand.kernel.clock import Clock
from onbrand.kernel.ids import Ids
from onbrand.kernel.pages import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, Page
from onbrand.kernel.validation import parse

SLUG_FORM = "Use small letters, digits, _ and -, starting with a letter; at most 40."
FORMS = {
    r"^#[0-9a-fA-F]{6}$": "Write the colour as # and six hexadecimal digits, like #1A2B3C.",
    r"^(#[0-9a-fA-F]{6}|[a-z][a-z0-9_-]{0,39})$": "Name a colour of the palette, or write it like #1A2B3C.",
    r"^[a-z][a-z0-9_-]{0,39}$": SLUG_FORM,
}


class Brands:
    """Use cases of brand profiles."""

    def __init__(self, repository: BrandRepository, clock: Clock, ids: Ids) -> None:
        self._repository = repository
        self._clock = clock
        self._ids = ids
        self._events = Events(clock, ids)

    def create(self, access: Access, design: ProfileDesign | Mapping[str, Any]) -> BrandProfile:
        """A new brand, whose fonts are open ones: it has no uploads yet.

        Raises Invalid with the reasons, FontUnknownError, CheckUnknownError, PermissionMissingError.
        """
        access.require(Permission.MANAGE_BRAND)
        wanted = parse(ProfileDesign, design, forms=FORMS)
        check_fonts(wanted.typography, ())
        check_musts(wanted.compliance)
        profile = BrandProfile(
            id=self._ids.new(),
            organization_id=access.organization_id,
            version=1,
            design=wanted,
            created_at=self._clock.now(),
            created_by=access.user_id,
        )
        event = self._events.of("BrandCreated", profile, access.user_id, name=profile.design.name)
        self._repository.save_profile(profile, event)
        return profile

    def update(
        self, access: Access, brand_id: str, design: ProfileDesign | Mapping[str, Any], expected_version: int
    ) -> BrandProfile:
        """The next version of a profile, with the newest uploads of its fonts.

        Raises Invalid, FontUnknownError, CheckUnknownError, BrandUnknownError, BrandMovedError.
        """
        access.require(Permission.MANAGE_BRAND)
        wanted = parse(ProfileDesign, design, forms=FORMS)
        check_musts(wanted.compliance)
        profile = self._next(access, brand_id, expected_version, design=wanted)
        uploaded = self._repository.current_assets(
            access.organization_id, brand_id, AssetKind.FONT, MAX_PAGE_SIZE
        )
        profile = profile.model_copy(update={"fonts": fonts_of(wanted.typography, uploaded)})
        event = self._events.of("BrandUpdated", profile, access.user_id, name=wanted.name)
        self._repository.save_profile(profile, event)
        return profile

    def set_default_template(
        self, access: Access, brand_id: str, template_id: str | None, expected_version: int
    ) -> BrandProfile:
        """The template for requests that name none; None for no default.

        Raises BrandUnknownError, BrandMovedError, TemplateUnpublishedError.
        """
        access.require(Permission.MANAGE_BRAND)
        profile = self._next(access, brand_id, expected_version, default_template_id=template_id)
        event = self._events.of("BrandDefaultTemplateSet", profile, access.user_id, template_id=template_id)
        self._repository.save_profile(profile, event)
        return profile

    def profile(self, access: Access, brand_id: str, version: int | None = None) -> BrandProfile:
        """The current profile, or a version of it. Raises BrandUnknownError."""
        access.require(Permission.READ)
        profile = self._repository.profile(access.organization_id, brand_id, version)
        if profile is None:
            raise BrandUnknownError("There is no such brand.")
        return profile

    def profiles(
        self, access: Access, limit: int = DEFAULT_PAGE_SIZE, start: dict[str, Any] | None = None
    ) -> Page[BrandProfile]:
        """The organization's brands."""
        access.require(Permission.READ)
        return self._repository.profiles(access.organization_id, limit, start)

    def _next(self, access: Access, brand_id: str, expected_version: int, **changes: Any) -> BrandProfile:
        profile = self.profile(access, brand_id)
        if profile.version != expected_version:
            raise BrandMovedError(
                f"The brand is at version {profile.version}, not {expected_version}; read it again."
            )
        own = {"created_at": self._clock.now(), "created_by": access.user_id}
        return profile.model_copy(update={"version": profile.version + 1, **own, **changes})
