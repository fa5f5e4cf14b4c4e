"""RenderVariants: renders and scores every placement, cures what composition can, then decides whether a person
has to look."""

from collections.abc import Sequence
from dataclasses import replace

from onbrand.brand.profile import BrandProfile
from onbrand.compliance.model import Verdict
from onbrand.content.assets import Asset, Variant
from onbrand.content.errors import StageMissingError
from onbrand.content.files import extension, put_layers, put_picture
from onbrand.content.model import AUTO, Change, ContentRequest, Decision, DecisionRecord, Job, RequestStatus
from onbrand.content.objects import JPEG, LAYERS, VERDICTS, object_key, small_name, variant_name
from onbrand.content.pinned import artwork_of, asset_of, pinned_profile, post_of
from onbrand.content.ports import BrandFiles, Objects, RequestRepository, Reviews, Studio
from onbrand.content.remedy import Judged, Surgeon, curable, with_remedy
from onbrand.content.transitions import Steps, change_request, has_turn
from onbrand.content.verdict_files import Judgement, put_verdicts
from onbrand.content.verdicts import brief, lowest_score, worst_outcome
from onbrand.imaging.model import Artwork, Composition, RenderedVariant
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
        variants, layers = list[Variant](), list[Composition]()
        judged: dict[str, Judgement] = {}
        for drawn in self._studio.render(artwork, request.to_make):
            first = self._studio.judge(profile, drawn.data, drawn.composition, post_of(asset))
            cured = self._cured(drawn, first, profile, artwork, asset)
            rendered, verdict = (cured.rendered, cured.verdict) if cured else (drawn, first)
            judged[rendered.placement] = Judgement.of(verdict, first if cured else None)
            variants.append(self._stored(rendered, verdict, cured, asset, job))
            layers.append(rendered.composition)
        put_layers(self._objects, object_key(job, LAYERS), layers)
        digest = put_verdicts(self._objects, object_key(job, VERDICTS), judged)
        return [variant.model_copy(update={"verdict_sha256": digest}) for variant in variants]

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

    def _cured(
        self,
        rendered: RenderedVariant,
        verdict: Verdict,
        profile: BrandProfile,
        artwork: Artwork,
        asset: Asset,
    ) -> Judged | None:
        """What composition makes better; None when there is nothing."""
        if not curable(profile, verdict, rendered.composition):
            return None
        surgeon = Surgeon(self._studio, profile, artwork, (rendered.placement,), post_of(asset))
        return surgeon.cured(rendered.composition, verdict)

    def _stored(
        self, rendered: RenderedVariant, verdict: Verdict, cured: Judged | None, asset: Asset, job: Job
    ) -> Variant:
        key = object_key(job, variant_name(rendered.placement, extension(rendered)))
        preview_key = object_key(job, small_name(rendered.placement))
        put_picture(self._objects, rendered, key)
        self._objects.put(preview_key, self._studio.small(rendered.data, PREVIEW_SIDE), JPEG)
        return Variant(
            placement=rendered.placement,
            width=rendered.width,
            height=rendered.height,
            format=rendered.format,
            bytes=len(rendered.data),
            sha256=rendered.sha256,
            key=key,
            layers_key=object_key(job, LAYERS),
            score=verdict.score,
            outcome=verdict.outcome,
            verdict=brief(verdict),
            verdict_key=object_key(job, VERDICTS),
            alt_text=asset.alt_text or "",
            thumbhash=rendered.thumbhash,
            preview_key=preview_key,
            remedy=cured.remedy if cured else None,
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
