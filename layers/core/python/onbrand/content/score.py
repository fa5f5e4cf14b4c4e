"""ScoreCompliance: judges the lead picture by the pinned profile."""

from dataclasses import replace

from onbrand.compliance.model import Verdict
from onbrand.content.errors import StageMissingError
from onbrand.content.files import read_layers
from onbrand.content.model import Asset, Change, ContentRequest, Job, RequestStatus
from onbrand.content.pinned import asset_of, pinned_profile
from onbrand.content.ports import BrandFiles, Objects, RequestRepository, Studio
from onbrand.content.transitions import Steps, change_request, has_turn
from onbrand.content.verdicts import verdict_document
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
        asset, verdict = self._judge(request)

        def decide(current: ContentRequest) -> Change | None:
            if not has_turn(current, job, RequestStatus.SCORING):
                return None
            payload = {
                "placement": asset.lead_placement,
                "score": verdict.score,
                "outcome": verdict.outcome.value,
                "components": verdict.components.model_dump(mode="json"),
            }
            change = self._steps.step(current, "ComplianceScored", payload, status=RequestStatus.RENDERING)
            return replace(change, asset=asset)

        change_request(self._repository, self._repository.save, job.organization_id, job.request_id, decide)

    def _judge(self, request: ContentRequest) -> tuple[Asset, Verdict]:
        asset = asset_of(self._repository, request)
        if asset.lead_key is None or asset.lead_layers_key is None:
            raise StageMissingError("The lead picture is not composed yet.")
        verdict = self._studio.judge(
            pinned_profile(self._brands, request),
            self._objects.get(asset.lead_key),
            read_layers(self._objects, asset.lead_layers_key),
        )
        return asset.model_copy(update={"lead_verdict": verdict_document(verdict)}), verdict
