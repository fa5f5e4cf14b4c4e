"""Templates: written as drafts, published, read in any version."""

from collections.abc import Mapping
from typing import Any

from onbrand.brand.errors import (
    BrandMovedError,
    BrandUnknownError,
    TemplateInUseError,
    TemplateMisfitError,
    TemplateUnknownError,
)
from onbrand.brand.events import Events
from onbrand.brand.ports import BrandRepository
from onbrand.brand.profile import BrandProfile
from onbrand.brand.service import FORMS
from onbrand.brand.template import Template, TemplateDesign, TemplateStatus
from onbrand.identity.permissions import Access, Permission
from onbrand.kernel.clock import Clock
from onbrand.kernel.errors import FieldError
from onbrand.kernel.ids import Ids
from onbrand.kernel.pages import DEFAULT_PAGE_SIZE, Page
from onbrand.kernel.validation import parse

USERS_SHOWN = 10


class Templates:
    """Use cases of templates. An update makes a draft; the published one stays in use until the next."""

    def __init__(self, repository: BrandRepository, clock: Clock, ids: Ids) -> None:
        self._repository = repository
        self._clock = clock
        self._ids = ids
        self._events = Events(clock, ids)

    def create(self, access: Access, brand_id: str, design: TemplateDesign | Mapping[str, Any]) -> Template:
        """A new draft. Raises Invalid, TemplateMisfitError, BrandUnknownError."""
        access.require(Permission.MANAGE_BRAND)
        wanted = parse(TemplateDesign, design, forms=FORMS)
        _fit(wanted, self._profile(access, brand_id))
        template = Template(
            id=self._ids.new(),
            organization_id=access.organization_id,
            brand_id=brand_id,
            version=1,
            design=wanted,
            status=TemplateStatus.DRAFT,
            created_at=self._clock.now(),
            created_by=access.user_id,
        )
        return self._saved(access, template, "TemplateCreated")

    def update(
        self,
        access: Access,
        template_id: str,
        design: TemplateDesign | Mapping[str, Any],
        expected_version: int,
    ) -> Template:
        """The next version, a draft.

        Raises Invalid, TemplateMisfitError, TemplateUnknownError, BrandMovedError.
        """
        access.require(Permission.MANAGE_BRAND)
        wanted = parse(TemplateDesign, design, forms=FORMS)
        template = self._next(
            access, template_id, expected_version, design=wanted, status=TemplateStatus.DRAFT
        )
        _fit(wanted, self._profile(access, template.brand_id))
        return self._saved(access, template, "TemplateUpdated")

    def publish(self, access: Access, template_id: str, expected_version: int) -> Template:
        """The newest version, published as a version of its own. Raises what ``update`` raises."""
        access.require(Permission.PUBLISH_TEMPLATE)
        template = self._next(access, template_id, expected_version, status=TemplateStatus.PUBLISHED)
        _fit(template.design, self._profile(access, template.brand_id))
        return self._saved(access, template, "TemplatePublished")

    def template(self, access: Access, template_id: str, version: int | None = None) -> Template:
        """The newest version, or the one named. Raises TemplateUnknownError."""
        access.require(Permission.READ)
        template = self._repository.template(access.organization_id, template_id, version)
        if template is None:
            raise TemplateUnknownError("There is no such template.")
        return template

    def templates(
        self,
        access: Access,
        brand_id: str,
        limit: int = DEFAULT_PAGE_SIZE,
        start: dict[str, Any] | None = None,
    ) -> Page[Template]:
        """The brand's templates, newest versions. Raises BrandUnknownError."""
        access.require(Permission.READ)
        self._profile(access, brand_id)
        return self._repository.templates(access.organization_id, brand_id, limit, start)

    def delete(self, access: Access, template_id: str) -> None:
        """Ends a template. Raises TemplateUnknownError, and TemplateInUseError that lists its users."""
        access.require(Permission.MANAGE_BRAND)
        template = self.template(access, template_id)
        profile = self._profile(access, template.brand_id)
        users = self._repository.template_users(access.organization_id, template_id, USERS_SHOWN)
        errors = [FieldError("", f"Request {request_id} uses it.", "in_use") for request_id in users]
        if profile.default_template_id == template_id:
            errors.insert(0, FieldError("", f"It is the default of {profile.design.name}.", "in_use"))
        if errors:
            raise TemplateInUseError("The template is in use and cannot be deleted.", errors)
        event = self._events.of("TemplateDeleted", template, access.user_id, sequence=template.version + 1)
        self._repository.delete_template(template, profile, event)

    def _profile(self, access: Access, brand_id: str) -> BrandProfile:
        profile = self._repository.profile(access.organization_id, brand_id)
        if profile is None:
            raise BrandUnknownError("There is no such brand.")
        return profile

    def _saved(self, access: Access, template: Template, event_type: str) -> Template:
        event = self._events.of(event_type, template, access.user_id, name=template.design.name)
        self._repository.save_template(template, event)
        return template

    def _next(self, access: Access, template_id: str, expected_version: int, **changes: Any) -> Template:
        template = self.template(access, template_id)
        if template.version != expected_version:
            raise BrandMovedError(
                f"The template is at version {template.version}, not {expected_version}; read it again."
            )
        own = {"created_at": self._clock.now(), "created_by": access.user_id}
        return template.model_copy(update={"version": template.version + 1, **own, **changes})


def _fit(design: TemplateDesign, profile: BrandProfile) -> None:
    errors = design.check_against(profile.design)
    if errors:
        raise TemplateMisfitError("The template does not fit the brand's profile.", errors)
