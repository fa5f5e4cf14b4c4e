"""PrepareRequest: pins the versions of profile and template, and says which stage has work left."""

from onbrand.brand.profile import BrandProfile
from onbrand.brand.template import Template
from onbrand.content.errors import NoTemplateError
from onbrand.content.model import Change, ContentRequest, Decision, Job, Pinned, RequestStatus
from onbrand.content.ports import Brands, RequestRepository
from onbrand.content.texts import check_texts, fits
from onbrand.content.transitions import Steps, change_request, has_turn, next_stage
from onbrand.kernel.clock import Clock
from onbrand.kernel.ids import Ids


class PrepareRequest:
    """The first state. A retried request keeps its pins once something was composed by them."""

    def __init__(self, repository: RequestRepository, brands: Brands, clock: Clock, ids: Ids) -> None:
        self._repository = repository
        self._brands = brands
        self._steps = Steps(clock, ids)

    def prepare(self, job: Job) -> None:
        """Raises NoTemplateError, TextsMismatchError, StaleAttemptError, RequestClosedError."""

        def decide(request: ContentRequest) -> Change | None:
            if not has_turn(request, job, RequestStatus.SUBMITTED):
                return None
            pinned, status = self._plan(request)
            payload = pinned.model_dump(mode="json")
            return self._steps.step(request, "RequestPrepared", payload, pinned=pinned, status=status)

        change_request(self._repository, self._repository.save, job.organization_id, job.request_id, decide)

    def _plan(self, request: ContentRequest) -> tuple[Pinned, RequestStatus]:
        asset = self._repository.asset(request)
        if asset is None or asset.lead_key is None or request.pinned is None:
            stage = RequestStatus.SOURCING if asset is None else RequestStatus.COMPOSING
            return self._pin(request), stage
        if request.decision is not None and request.decision.decision is Decision.APPROVED:
            return request.pinned, RequestStatus.APPROVED
        return request.pinned, next_stage((asset.source, asset.lead_key, asset.lead_verdict))

    def _pin(self, request: ContentRequest) -> Pinned:
        profile = self._brands.profile(request.organization_id, request.brand_id)
        template = self._template(request, profile)
        return Pinned(
            profile_version=profile.version,
            template_id=template.id,
            template_version=template.version,
            logos=self._brands.logo_set(request.organization_id, request.brand_id),
        )

    def _template(self, request: ContentRequest, profile: BrandProfile) -> Template:
        texts = request.brief.texts
        chosen = request.template_id or profile.default_template_id
        if chosen is not None:
            template = self._brands.template(request.organization_id, chosen)
            check_texts(template, texts)
            return template
        published = self._brands.published_templates(request.organization_id, request.brand_id)
        fitting = [template for template in published if fits(template, texts)]
        if not fitting:
            raise NoTemplateError(
                "None of the brand's published templates can be filled by the brief's texts"
                f" ({', '.join(sorted(texts)) or 'it has none'}); name a template or publish one."
            )
        return fitting[0]
