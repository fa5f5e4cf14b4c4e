"""A request is judged by newer versions of profile, template and logos than it was made by; what falls goes back to
review."""

from collections.abc import Sequence
from dataclasses import replace

from onbrand.brand.profile import BrandProfile
from onbrand.compliance.model import Verdict
from onbrand.content.assets import Asset, Variant
from onbrand.content.counting import Counting, PictureStanding, count, counted, fell, total
from onbrand.content.files import read_layers
from onbrand.content.model import Change, ContentRequest, Fall, Job, Pinned
from onbrand.content.objects import object_key, rejudged_name
from onbrand.content.pinned import asset_of, post_of
from onbrand.content.planning import is_judged_by, present
from onbrand.content.ports import (
    BrandFiles,
    Objects,
    RequestRepository,
    Reviews,
    Studio,
    WaiverRepository,
)
from onbrand.content.reopening import reopened, saving
from onbrand.content.transitions import Steps, change_request
from onbrand.content.verdict_files import Judgement, VerdictFiles, put_verdicts
from onbrand.content.verdicts import brief
from onbrand.kernel.clock import Clock
from onbrand.kernel.events import Event
from onbrand.kernel.ids import Ids


class Rescoring:
    """Consumer of RescoreRequested: one request at a time, from its stored files."""

    def __init__(
        self,
        repository: RequestRepository,
        waivers: WaiverRepository,
        brands: BrandFiles,
        studio: Studio,
        objects: Objects,
        reviews: Reviews,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._waivers = waivers
        self._brands = brands
        self._studio = studio
        self._objects = objects
        self._counting = Counting(brands, objects)
        self._files = VerdictFiles(objects)
        self._save = saving(repository, reviews)
        self._clock = clock
        self._ids = ids
        self._steps = Steps(clock, ids)

    def rescore(self, event: Event) -> None:
        """Judges every variant by the present versions, unless that was done or the request has moved on."""
        request = self._repository.request(event.organization_id, event.aggregate_id)
        wanted = present(self._brands, request) if request.is_open else None
        if wanted is None or is_judged_by(request, wanted):
            return
        asset, variants = asset_of(self._repository, request), self._repository.variants(request)
        profile = self._brands.profile(request.organization_id, request.brand_id, wanted.profile_version)
        judged = self._judged(request, variants, asset, profile, wanted)

        def decide(current: ContentRequest) -> Change | None:
            same = current.asset_id == request.asset_id and current.is_open
            if not same or is_judged_by(current, wanted):
                return None
            return self._change(current, wanted, profile, variants, judged)

        change_request(self._repository, self._save, request.organization_id, request.id, decide)

    def _judged(
        self,
        request: ContentRequest,
        variants: Sequence[Variant],
        asset: Asset,
        profile: BrandProfile,
        versions: Pinned,
    ) -> list[tuple[Variant, Verdict]]:
        """The verdicts go beside those before, which stay."""
        verdicts = [
            self._studio.judge(
                profile,
                self._objects.get(one.key),
                read_layers(self._objects, one.layers_key, one.placement),
                post_of(asset),
            )
            for one in variants
        ]
        job = Job(organization_id=request.organization_id, request_id=request.id, attempt=request.attempt)
        key = object_key(job, rejudged_name(versions))
        earlier = self._files.of([one for one in variants if one.remedy is not None])
        judged = {
            one.placement: Judgement(
                verdict.to_document(), earlier[one.placement].before if one.placement in earlier else None
            )
            for one, verdict in zip(variants, verdicts, strict=True)
        }
        digest = put_verdicts(self._objects, key, judged)
        return [
            (
                variant.model_copy(
                    update={
                        "score": verdict.score,
                        "outcome": verdict.outcome,
                        "verdict": brief(verdict),
                        "verdict_key": key,
                        "verdict_sha256": digest,
                    }
                ),
                verdict,
            )
            for variant, verdict in zip(variants, verdicts, strict=True)
        ]

    def _change(
        self,
        request: ContentRequest,
        versions: Pinned,
        profile: BrandProfile,
        variants: Sequence[Variant],
        judged: Sequence[tuple[Variant, Verdict]],
    ) -> Change:
        now = self._clock.now()
        waivers = [
            one
            for one in self._waivers.waivers(request)
            if one.is_in_force(now) and one.asset_id == request.asset_id
        ]
        rules = profile.design.compliance
        stood = self._counting.of(request, variants, waivers)
        stands = [counted(one.placement, verdict, rules, waivers) for one, verdict in judged]
        fallen = [one.placement for one, other in zip(stands, stood, strict=True) if fell(other, one)]
        before, after = total([one.without for one in stood]), total([one.without for one in stands])
        payload = {
            "brand_id": request.brand_id,
            "asset_id": request.asset_id,
            "versions": versions.model_dump(mode="json"),
            "content_version": request.content_version,
            "score_before": before.score,
            "outcome_before": before.outcome.value,
            "score": after.score,
            "outcome": after.outcome.value,
            "fell": fallen,
        }
        change = self._steps.step(
            request,
            "RequestRescored",
            payload,
            score=after.score,
            outcome=after.outcome,
            judged=versions,
            waived=count(stands, waivers),
        )
        change = replace(change, rejudged=[variant for variant, _ in judged])
        if not fallen:
            return change
        fall = self._fall(request, versions, stood, stands, fallen)
        return reopened(self._steps, replace(change, fall=fall), _why(request, versions))

    def _fall(
        self,
        request: ContentRequest,
        versions: Pinned,
        stood: Sequence[PictureStanding],
        stands: Sequence[PictureStanding],
        fallen: Sequence[str],
    ) -> Fall:
        return Fall(
            id=self._ids.new(),
            organization_id=request.organization_id,
            brand_id=request.brand_id,
            request_id=request.id,
            title=request.brief.name,
            content_version=request.content_version,
            versions=versions,
            before=total([one.counted for one in stood]),
            after=total([one.counted for one in stands]),
            placements=tuple(fallen),
            fell_at=self._clock.now(),
        )


def _why(request: ContentRequest, versions: Pinned) -> str:
    before = request.judged or request.pinned
    if before is not None and before.model_copy(update={"logos": versions.logos}) == versions:
        return "the brand has other logos now"
    return f"version {versions.profile_version} of the brand's profile asks for more"
