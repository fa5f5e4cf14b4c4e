"""What if: the brand's last pictures judged under a draft of its profile; nothing is stored."""

from collections.abc import Sequence
from datetime import timedelta

from pydantic import Field

from onbrand.brand.check_names import check_musts
from onbrand.brand.profile import BrandProfile, ProfileDesign
from onbrand.compliance.model import ComponentScores, Finding, Outcome, Severity, Verdict
from onbrand.content.assets import Asset, Variant
from onbrand.content.files import read_layers
from onbrand.content.model import ContentRequest
from onbrand.content.pinned import post_of
from onbrand.content.ports import BrandFiles, Objects, RequestRepository, Studio, UseRepository
from onbrand.identity import Access, Permission
from onbrand.kernel.clock import Clock
from onbrand.kernel.ids import Id
from onbrand.kernel.pages import MAX_PAGE_SIZE
from onbrand.kernel.values import Value

MOST = 50
WORKING_TIME = timedelta(seconds=18)
"""Until the last picture is begun; the answer has to be there within 29 seconds, and a picture may take some."""


class Simulation(Value):
    """What to try: a ``design`` as a profile is written, on the last ``limit`` requests, or those before one."""

    design: ProfileDesign
    limit: int = Field(default=20, ge=1, le=MOST)
    before: Id | None = None


class Side(Value):
    """What a picture comes to under one profile."""

    score: float | None
    outcome: Outcome
    components: ComponentScores


class FindingChange(Value):
    """A finding that is another under the draft; None where there is none."""

    before: Finding | None
    after: Finding | None


class Simulated(Value):
    """The leading picture of one request. ``changed``: its outcome is another under the draft."""

    request_id: str
    title: str
    placement: str
    before: Side
    after: Side
    changed: bool
    findings: tuple[FindingChange, ...]


class SimulationResult(Value):
    """``judged`` pictures of which ``changed`` got another outcome. ``next`` is what to ask for as ``before`` when there
    are more: fewer than asked for are judged when time is short."""

    profile_version: int
    judged: int
    changed: int
    passed_before: int
    passed_after: int
    assets: tuple[Simulated, ...]
    next: str | None


class Simulations:
    """Use case of those who write profiles."""

    def __init__(
        self,
        repository: RequestRepository,
        uses: UseRepository,
        brands: BrandFiles,
        studio: Studio,
        objects: Objects,
        clock: Clock,
    ) -> None:
        self._repository = repository
        self._uses = uses
        self._brands = brands
        self._studio = studio
        self._objects = objects
        self._clock = clock

    def simulate(self, access: Access, brand_id: str, wanted: Simulation) -> SimulationResult:
        """Each picture under the present profile and under the draft. Raises BrandUnknownError, CheckUnknownError."""
        access.require(Permission.MANAGE_BRAND)
        check_musts(wanted.design.compliance, at=("design",))
        profile = self._brands.profile(access.organization_id, brand_id)
        draft = profile.model_copy(update={"design": wanted.design})
        page = self._uses.users(access.organization_id, "brand", brand_id, MAX_PAGE_SIZE, wanted.before)
        until = self._clock.now() + WORKING_TIME
        found: list[Simulated] = []
        last = wanted.before
        for request_id in page.items:
            if len(found) == wanted.limit or (found and self._clock.now() >= until):
                return _result(profile, found, last)
            last = request_id
            if (one := self._one(access.organization_id, request_id, profile, draft)) is not None:
                found.append(one)
        return _result(profile, found, last if page.next else None)

    def _one(
        self, organization_id: str, request_id: str, profile: BrandProfile, draft: BrandProfile
    ) -> Simulated | None:
        request = self._repository.request(organization_id, request_id)
        asset = self._repository.asset(request)
        lead = self._lead(request, asset)
        if asset is None or lead is None:
            return None
        data = self._objects.get(lead.key)
        layers = read_layers(self._objects, lead.layers_key, lead.placement)
        before = self._studio.judge(profile, data, layers, post_of(asset))
        after = self._studio.judge(draft, data, layers, post_of(asset))
        return Simulated(
            request_id=request.id,
            title=request.brief.name,
            placement=lead.placement,
            before=_side(before),
            after=_side(after),
            changed=before.outcome is not after.outcome,
            findings=differences(before, after),
        )

    def _lead(self, request: ContentRequest, asset: Asset | None) -> Variant | None:
        if asset is None or request.outcome is None:
            return None
        return self._repository.variant(request, asset.lead_placement or request.placements[0])


def differences(before: Verdict, after: Verdict) -> tuple[FindingChange, ...]:
    """The findings that are not the same, by check and place; those that were right and still are do not count."""
    old, new = _by_place(before.findings), _by_place(after.findings)
    changes = (
        FindingChange(before=old.get(place), after=new.get(place)) for place in dict.fromkeys((*old, *new))
    )
    return tuple(one for one in changes if one.before != one.after and not _is_right(one))


def _by_place(findings: Sequence[Finding]) -> dict[tuple[object, ...], Finding]:
    """Several findings of a check at one place are told apart by their order."""
    placed: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        order = sum(1 for key in placed if key[:2] == (finding.check, finding.box))
        placed[finding.check, finding.box, order] = finding
    return placed


def _is_right(change: FindingChange) -> bool:
    sides = [one for one in (change.before, change.after) if one is not None]
    return all(one.severity is Severity.OK and not one.unknown for one in sides)


def _side(verdict: Verdict) -> Side:
    return Side(score=verdict.score, outcome=verdict.outcome, components=verdict.components)


def _result(profile: BrandProfile, found: Sequence[Simulated], following: str | None) -> SimulationResult:
    return SimulationResult(
        profile_version=profile.version,
        judged=len(found),
        changed=sum(one.changed for one in found),
        passed_before=sum(one.before.outcome is Outcome.PASS for one in found),
        passed_after=sum(one.after.outcome is Outcome.PASS for one in found),
        assets=tuple(found),
        next=following,
    )
