"""ScoreCompliance: judges the lead picture by the pinned profile, and cures it where composition can."""

from dataclasses import replace

from onbrand.compliance.model import Verdict
from onbrand.content.assets import Asset
from onbrand.content.compose import PREVIEW_WIDTH
from onbrand.content.errors import StageMissingError
from onbrand.content.files import put_layers, put_picture, read_layers
from onbrand.content.model import Change, ContentRequest, Job, RequestStatus
from onbrand.content.objects import (
    JPEG,
    LEAD_VERDICT,
    REMEDIED,
    REMEDIED_LAYERS,
    REMEDIED_PREVIEW,
    object_key,
)
from onbrand.content.pinned import artwork_of, asset_of, pinned_profile, post_of
from onbrand.content.ports import BrandFiles, Objects, RequestRepository, Studio
from onbrand.content.remedy import Judged, Surgeon, curable, told
from onbrand.content.transitions import Steps, change_request, has_turn
from onbrand.content.verdict_files import Judgement, put_verdicts
from onbrand.content.verdicts import brief
from onbrand.kernel.clock import Clock
from onbrand.kernel.ids import Ids


class ScoreCompliance:
    """The fourth state."""

    def __init__(
        self,
        repository: RequestRepository,
        brands: BrandFiles,
        studio: Studio,
        objects: Objects,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._brands = brands
        self._studio = studio
        self._objects = objects
        self._steps = Steps(clock, ids)

    def score(self, job: Job) -> None:
        """Raises StageMissingError, StaleAttemptError, RequestClosedError."""
        request = self._repository.request(job.organization_id, job.request_id)
        if not has_turn(request, job, RequestStatus.SCORING):
            return
        asset, verdict = self._judge(request, job)

        def decide(current: ContentRequest) -> Change | None:
            if not has_turn(current, job, RequestStatus.SCORING):
                return None
            payload = {
                "placement": asset.lead_placement,
                "score": verdict.score,
                "outcome": verdict.outcome.value,
                "components": verdict.components.model_dump(mode="json"),
                "remedy": told(asset.lead_remedy),
            }
            change = self._steps.step(current, "ComplianceScored", payload, status=RequestStatus.RENDERING)
            return replace(change, asset=asset)

        change_request(self._repository, self._repository.save, job.organization_id, job.request_id, decide)

    def _judge(self, request: ContentRequest, job: Job) -> tuple[Asset, Verdict]:
        asset = asset_of(self._repository, request)
        if asset.lead_key is None or asset.lead_layers_key is None:
            raise StageMissingError("The lead picture is not composed yet.")
        profile, post = pinned_profile(self._brands, request), post_of(asset)
        data = self._objects.get(asset.lead_key)
        lead = asset.lead_placement or request.placements[0]
        composition = read_layers(self._objects, asset.lead_layers_key, lead)
        verdict, before = self._studio.judge(profile, data, composition, post), None
        if curable(profile, verdict, composition):
            artwork = artwork_of(self._brands, self._objects, request, asset)
            surgeon = Surgeon(self._studio, profile, artwork, request.to_compose, post)
            after = surgeon.cured(composition, verdict)
            if after is not None:
                asset, verdict, before = self._kept(asset, after, job), after.verdict, verdict
        key = object_key(job, LEAD_VERDICT)
        digest = put_verdicts(self._objects, key, {lead: Judgement.of(verdict, before)})
        kept = {"lead_verdict": brief(verdict), "lead_verdict_key": key, "lead_verdict_sha256": digest}
        return asset.model_copy(update=kept), verdict

    def _kept(self, asset: Asset, after: Judged, job: Job) -> Asset:
        """The asset with the cured picture. It lies beside the one before, so that a repetition judges the
        same."""
        key, layers_key = object_key(job, REMEDIED), object_key(job, REMEDIED_LAYERS)
        preview_key = object_key(job, REMEDIED_PREVIEW)
        put_picture(self._objects, after.rendered, key)
        put_layers(self._objects, layers_key, [after.rendered.composition])
        self._objects.put(preview_key, self._studio.preview(after.rendered.data, PREVIEW_WIDTH), JPEG)
        before = {"key": asset.lead_key, "layers_key": asset.lead_layers_key}
        return asset.model_copy(
            update={
                "lead_key": key,
                "lead_layers_key": layers_key,
                "preview_key": preview_key,
                "lead_remedy": after.remedy.model_copy(update=before),
            }
        )
