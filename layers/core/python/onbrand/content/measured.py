"""What was measured on a request: its whole verdicts, and what they come to with and without waivers."""

from collections.abc import Sequence
from dataclasses import dataclass

from onbrand.compliance.waiving import Waiver
from onbrand.content.assets import Variant
from onbrand.content.counting import Counting, PictureStanding, total
from onbrand.content.model import ContentRequest, Measure, RequestStory
from onbrand.content.ports import Brands, Objects, RequestRepository, WaiverRepository
from onbrand.content.verdict_files import Judgement, VerdictFiles
from onbrand.identity import Access, Permission
from onbrand.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class Waived:
    """A request with its waivers and what its pictures come to, without and with those in force (``active``)."""

    request: ContentRequest
    without: Measure | None
    counted: Measure | None
    pictures: Sequence[PictureStanding]
    waivers: Sequence[Waiver]
    active: Sequence[Waiver]


@dataclass(frozen=True, slots=True)
class Measured:
    """A story with its judgements: of the lead picture as it was composed, and of each finished file by placement."""

    story: RequestStory
    lead: Judgement | None
    variants: dict[str, Judgement]
    waived: Waived


class Measurements:
    """Puts together what the table and the bucket hold. Callers were checked."""

    def __init__(self, waivers: WaiverRepository, brands: Brands, objects: Objects, clock: Clock) -> None:
        self._waivers = waivers
        self._counting = Counting(brands, objects)
        self._files = VerdictFiles(objects)
        self._clock = clock

    def of(self, story: RequestStory) -> Measured:
        """Everything. Raises VerdictMissingError."""
        variants = self._files.of(story.variants)
        lead = self._files.of_lead(story.asset)
        return Measured(story, lead, variants, self.waived(story.request, story.variants))

    def waived(self, request: ContentRequest, variants: Sequence[Variant]) -> Waived:
        """The score with and without waivers, as they are at this moment. Raises VerdictMissingError."""
        now, waivers = self._clock.now(), self._waivers.waivers(request)
        active = [one for one in waivers if one.is_in_force(now) and one.asset_id == request.asset_id]
        if request.outcome is None:
            return Waived(request, None, None, (), waivers, active)
        pictures = self._counting.of(request, variants, active)
        without = Measure(score=request.score, outcome=request.outcome)
        counted = total([one.counted for one in pictures]) if pictures else without
        return Waived(request, without, counted, pictures, waivers, active)


class Compliance:
    """Use case of members."""

    def __init__(self, repository: RequestRepository, measurements: Measurements) -> None:
        self._repository = repository
        self._measurements = measurements

    def of(self, access: Access, request_id: str) -> Measured:
        """What was measured. Raises RequestNotFoundError, VerdictMissingError."""
        access.require(Permission.READ)
        return self._measurements.of(self._repository.story(access.organization_id, request_id))
