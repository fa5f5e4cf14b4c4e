"""Waivers: somebody answers for a finding on an asset until a day, and may take that back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, Field, StringConstraints

from onbrand.brand.profile import Slug
from onbrand.compliance.model import Box, Finding
from onbrand.compliance.waiving import Waiver, is_flaw, waived
from onbrand.content.assets import Variant
from onbrand.content.counting import Counting, count, fell
from onbrand.content.errors import (
    NothingToWaiveError,
    WaivedAlreadyError,
    WaiverEndsError,
    WaiverNotFoundError,
)
from onbrand.content.measured import Measurements, Waived
from onbrand.content.model import Change, ContentRequest
from onbrand.content.ports import Brands, Objects, RequestRepository, Reviews, WaiverRepository
from onbrand.content.reopening import reopened, saving
from onbrand.content.transitions import Steps, change_request
from onbrand.identity import Access, Permission
from onbrand.kernel.clock import Clock
from onbrand.kernel.errors import OnBrandError
from onbrand.kernel.events import SCHEDULE
from onbrand.kernel.ids import Ids
from onbrand.kernel.values import Value


class NewWaiver(Value):
    """Which finding, why, and until when: the findings of ``check`` on one ``placement`` (or all), at one ``box`` of it
    (or anywhere), as the verdict names them."""

    check: Slug
    placement: str | None = Field(default=None, pattern=r"^[a-z0-9_]{1,60}$")
    box: Box | None = None
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
    ends_at: AwareDatetime


class Waivers:
    """Use cases of those who answer for the brand, and of the schedule."""

    def __init__(
        self,
        repository: RequestRepository,
        waivers: WaiverRepository,
        brands: Brands,
        objects: Objects,
        reviews: Reviews,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._waivers = waivers
        self._counting = Counting(brands, objects)
        self._measurements = Measurements(waivers, brands, objects, clock)
        self._save = saving(repository, reviews)
        self._clock = clock
        self._ids = ids
        self._steps = Steps(clock, ids)

    def waive(self, access: Access, request_id: str, new: NewWaiver) -> Waiver:
        """The new waiver, in force at once; it is for the asset as it is, not for what a revision makes of it.

        Raises NothingToWaiveError, WaivedAlreadyError, WaiverEndsError, PermissionMissingError.
        """
        access.require(Permission.WAIVE_FINDING)
        made: list[Waiver] = []

        def decide(request: ContentRequest) -> Change:
            now = self._clock.now()
            if new.ends_at <= now:
                raise WaiverEndsError("The waiver would be over already; its end must lie ahead.")
            variants, active = self._repository.variants(request), self._active(request, now)
            waiver = self._made(access, request, new, variants, active, now)
            made[:] = [waiver]
            told = {"reason": waiver.reason, "ends_at": waiver.ends_at.isoformat()}
            return self._change(
                request, variants, waiver, "ComplianceWaived", told, active, [*active, waiver], access.user_id
            )

        change_request(self._repository, self._save, access.organization_id, request_id, decide)
        return made[0]

    def withdraw(self, access: Access, request_id: str, waiver_id: str) -> Waiver:
        """Ends a waiver; twice is the same as once. What falls by that and is not final goes back to review.

        Raises WaiverNotFoundError, PermissionMissingError.
        """
        access.require(Permission.WAIVE_FINDING)

        def decide(request: ContentRequest) -> Change | None:
            now = self._clock.now()
            before = self._find(request, waiver_id)
            if not before.is_in_force(now):
                return None
            ended = before.model_copy(
                update={"withdrawn_at": now, "withdrawn_by": access.user_id, "version": before.version + 1}
            )
            return self._end(request, ended, "WaiverWithdrawn", self._active(request, now), access.user_id)

        request = change_request(self._repository, self._save, access.organization_id, request_id, decide)
        return self._find(request, waiver_id)

    def of(self, access: Access, request_id: str) -> Waived:
        """The request's score with and without its waivers, as they are at this moment."""
        access.require(Permission.READ)
        request = self._repository.request(access.organization_id, request_id)
        return self._measurements.waived(request, self._repository.variants(request))

    def in_force(self, access: Access, request: ContentRequest) -> Sequence[Waiver]:
        """The waivers that count for the request's pictures at this moment, oldest first."""
        access.require(Permission.READ)
        return self._active(request, self._clock.now())

    def lapse(self, now: datetime) -> int:
        """Writes down which waivers have ended by ``now``, and how many those are. What falls by that and is not
        final goes back to review. One error does not stop the others; the first is raised at the end."""
        count, errors = 0, list[OnBrandError]()
        for due in list(self._waivers.due(now)):
            try:
                count += self._lapse(due, now)
            except OnBrandError as error:
                errors.append(error)
        if errors:
            raise errors[0]
        return count

    def _lapse(self, due: Waiver, now: datetime) -> bool:
        done = False

        def decide(request: ContentRequest) -> Change | None:
            nonlocal done
            waivers = self._waivers.waivers(request)
            waiver = next((one for one in waivers if one.id == due.id), None)
            done = waiver is not None and waiver.withdrawn_at is None and waiver.ended_at is None
            if waiver is None or not done:
                return None
            ended = waiver.model_copy(update={"ended_at": now, "version": waiver.version + 1})
            active = [*self._active(request, now, waivers), waiver]
            return self._end(request, ended, "WaiverExpired", active, SCHEDULE)

        change_request(self._repository, self._save, due.organization_id, due.request_id, decide)
        return done

    def _end(
        self, request: ContentRequest, ended: Waiver, event: str, active: Sequence[Waiver], actor: str
    ) -> Change:
        left = [one for one in active if one.id != ended.id]
        variants = self._repository.variants(request)
        return self._change(request, variants, ended, event, {}, active, left, actor)

    def _change(
        self,
        request: ContentRequest,
        variants: Sequence[Variant],
        waiver: Waiver,
        event: str,
        told: dict[str, Any],
        before: Sequence[Waiver],
        after: Sequence[Waiver],
        actor: str,
    ) -> Change:
        stood = self._counting.of(request, variants, before)
        stands = self._counting.of(request, variants, after)
        own = [one for one in after if one.asset_id == request.asset_id]
        kept = count(stands, own)
        payload = {
            "waiver": waiver.id,
            "brand_id": request.brand_id,
            "asset_id": waiver.asset_id,
            "check": waiver.check,
            "component": waiver.component.value,
            "placement": waiver.placement,
            "score": request.score,
            "outcome": request.outcome.value if request.outcome else None,
            "waived_score": kept.score if kept else None,
            "waived_outcome": kept.outcome.value if kept else None,
            "content_version": request.content_version,
            **told,
        }
        change = self._steps.step(request, event, payload, actor=actor, waived=kept)
        change = replace(change, waivers=(waiver,))
        sank = any(fell(one, other) for one, other in zip(stood, stands, strict=True))
        if request.is_open and sank:
            return reopened(self._steps, change, f"the waiver of {waiver.check} has ended", actor)
        return change

    def _made(
        self,
        access: Access,
        request: ContentRequest,
        new: NewWaiver,
        variants: Sequence[Variant],
        active: Sequence[Waiver],
        now: datetime,
    ) -> Waiver:
        meant = [one for one in variants if new.placement in (None, one.placement)]
        verdicts = self._counting.verdicts(meant if request.outcome is not None else ())
        flaws = [
            (placement, one)
            for placement, verdict in verdicts.items()
            for one in verdict.findings
            if one.check == new.check and is_flaw(one) and new.box in (None, one.box)
        ]
        if not flaws or request.asset_id is None:
            raise NothingToWaiveError("The request's pictures have no such finding that counts against them.")
        if all(waived(active, placement)(one) for placement, one in flaws):
            raise WaivedAlreadyError("This finding is waived already.")
        worst: Finding = max((one for _, one in flaws), key=lambda one: one.severity.rank)
        return Waiver(
            **new.model_dump(),
            id=self._ids.new(),
            organization_id=request.organization_id,
            brand_id=request.brand_id,
            request_id=request.id,
            asset_id=request.asset_id,
            component=worst.component,
            message=worst.message,
            created_at=now,
            created_by=access.user_id,
        )

    def _active(
        self, request: ContentRequest, now: datetime, waivers: Sequence[Waiver] | None = None
    ) -> list[Waiver]:
        known = self._waivers.waivers(request) if waivers is None else waivers
        return [one for one in known if one.is_in_force(now) and one.asset_id == request.asset_id]

    def _find(self, request: ContentRequest, waiver_id: str) -> Waiver:
        for waiver in self._waivers.waivers(request):
            if waiver.id == waiver_id:
                return waiver
        raise WaiverNotFoundError("The request has no such waiver.")
