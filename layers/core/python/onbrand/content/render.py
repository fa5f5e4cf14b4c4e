"""RenderVariants: renders and scores every placement, cures what composition can, then decides whether a person
has to look."""

from collections.abc import Sequence
from dataclasses import replace

from onbrand.brand.profile import BrandProfile
from onbrand.compliance.model import Verdict
from onbrand.content.assets import Asset, Variant
from onbrand.content.errors import StageMissingError
from onbrand.content.files import extension, put_rendered
from onbrand.content.model import AUTO, Change, ContentRequest, Decision, DecisionRecord, Job, RequestStatus
from onbrand.content.objects import (
    JPEG,
    JSON,
    layers_name,
    object_key,
    small_name,
    variant_name,
    verdict_name,
)
from onbrand.content.pinned import artwork_of, asset_of, pinned_profile, post_of
from onbrand.content.ports import BrandFiles, Objects, RequestRepository, Reviews, Studio
from onbrand.content.remedies import Remedy
from onbrand.content.remedy import Surgeon, curable, with_remedy
from onbrand.content.transitions import Steps, change_request, has_turn
from onbrand.content.verdicts import lowest_score, verdict_document, worst_outcome
from onbrand.imaging.model import Artwork, RenderedVariant
from onbrand.kernel.clock import Clock
from onbrand.kernel.ids import Ids

PREVIEW_SIDE = 480
"""Pixels of the longer side of a small copy: a gallery shows it at half of that, on dense screens as well."""


class RenderVariants:
    """The fifth state. Files are stored before the records that name them; a repetition stores the same
    files again."""

    def __init__(
        self,
        repository: RequestRepository,
        brands: BrandFiles,
        studio: Studio,
        objects: Objects,
        reviews: Reviews,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._brands = brands
        self._studio = studio
        self._objects = objects
        self._reviews = reviews
        self._clock = clock
        self._steps = Steps(clock, ids)

    def render(self, job: Job) -> bool:
        """Whether a person has to decide. Raises imaging's errors, StaleAttemptError, RequestClosedError."""
        request = self._repository.request(job.organization_id, job.request_id)
        variants: list[Variant] = []
        if has_turn(request, job, RequestStatus.RENDERING) and request.outcome is None:
            variants = [*self._render(request, job), *self._taken_over(request)]
            variants.sort(key=lambda one: request.placements.index(one.placement))

        def decide(current: ContentRequest) -> Change | None:
            if not has_turn(current, job, RequestStatus.RENDERING):
                return None
            change = self._rendered(current, variants) if current.outcome is None else None
            known = change.after if change else current
            if self._reviews.needed(known):
                return change
            return self._approved(change or Change(current, current, ()))

        after = change_request(
            self._repository, self._repository.save, job.organization_id, job.request_id, decide
        )
        return after.status is not RequestStatus.APPROVED

    def _render(self, request: ContentRequest, job: Job) -> list[Variant]:
        if not request.to_make:
            return []
        asset = asset_of(self._repository, request)
        profile = pinned_profile(self._brands, request)
        artwork = with_remedy(artwork_of(self._brands, self._objects, request, asset), asset.lead_remedy)
        variants = []
        for rendered in self._studio.render(artwork, request.to_make):
            verdict = self._studio.judge(profile, rendered.data, rendered.composition, post_of(asset))
            variants.append(self._best(rendered, verdict, profile, artwork, asset, job))
        return variants

    def _taken_over(self, request: ContentRequest) -> list[Variant]:
        """Files of the version before, as they are. Raises StageMissingError."""
        before = request.model_copy(update={"asset_id": request.previous_asset_id})
        taken = []
        for placement, good in request.taken_over.items():
            variant = self._repository.variant(before, placement)
            if variant is None:
                raise StageMissingError("A file that was found good is not there any more.")
            alt_text = request.brief.alt_text or variant.alt_text
            taken.append(variant.model_copy(update={"found_good": good, "alt_text": alt_text}))
        return taken

    def _best(
        self,
        rendered: RenderedVariant,
        verdict: Verdict,
        profile: BrandProfile,
        artwork: Artwork,
        asset: Asset,
        job: Job,
    ) -> Variant:
        """The file as it was rendered, or cured."""
        after = None
        if curable(profile, verdict, rendered.composition):
            surgeon = Surgeon(self._studio, profile, artwork, (rendered.placement,), post_of(asset))
            after = surgeon.cured(rendered.composition, verdict)
        if after is None:
            return self._store(rendered, verdict, None, asset, job)
        return self._store(after.rendered, after.verdict, after.remedy, asset, job)

    def _store(
        self, rendered: RenderedVariant, verdict: Verdict, remedy: Remedy | None, asset: Asset, job: Job
    ) -> Variant:
        key = object_key(job, variant_name(rendered.placement, extension(rendered)))
        layers_key = object_key(job, layers_name(rendered.placement))
        verdict_key = object_key(job, verdict_name(rendered.placement))
        preview_key = object_key(job, small_name(rendered.placement))
        put_rendered(self._objects, rendered, key, layers_key)
        self._objects.put(preview_key, self._studio.small(rendered.data, PREVIEW_SIDE), JPEG)
        self._objects.put(verdict_key, verdict.model_dump_json().encode(), JSON)
        return Variant(
            placement=rendered.placement,
            width=rendered.width,
            height=rendered.height,
            format=rendered.format,
            bytes=len(rendered.data),
            sha256=rendered.sha256,
            key=key,
            layers_key=layers_key,
            score=verdict.score,
            outcome=verdict.outcome,
            verdict=verdict_document(verdict),
            verdict_key=verdict_key,
            alt_text=asset.alt_text or "",
            thumbhash=rendered.thumbhash,
            preview_key=preview_key,
            remedy=remedy,
        )

    def _rendered(self, request: ContentRequest, variants: Sequence[Variant]) -> Change:
        score = lowest_score([variant.score for variant in variants])
        outcome = worst_outcome([variant.outcome for variant in variants])
        payload = {
            "asset_id": request.asset_id,
            "placements": [variant.placement for variant in variants],
            "remedied": [variant.placement for variant in variants if variant.remedy],
            "taken_over": [variant.placement for variant in variants if variant.found_good],
            "score": score,
            "outcome": outcome.value,
        }
        change = self._steps.step(request, "VariantsRendered", payload, score=score, outcome=outcome)
        return replace(change, variants=tuple(variants), used=True)

    def _approved(self, change: Change) -> Change:
        record = DecisionRecord(
            decision=Decision.APPROVED, decided_by=AUTO, decided_at=self._clock.now(), comment=None
        )
        payload = {
            "decision": record.decision.value,
            "decided_by": AUTO,
            "content_version": change.after.content_version,
        }
        return self._steps.then(
            change, "ApprovalDecided", payload, actor=AUTO, status=RequestStatus.APPROVED, decision=record
        )
