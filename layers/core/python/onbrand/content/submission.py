"""A submission: what makes two of them the same one, what it refers to, and the request that it becomes."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from onbrand.brand.profile import BrandProfile
from onbrand.brand.template import Template
from onbrand.content.briefs import SubmitRequest
from onbrand.content.errors import UnknownReferenceError
from onbrand.content.model import ContentRequest, RequestStatus
from onbrand.content.texts import check_texts
from onbrand.content.transitions import AGGREGATE
from onbrand.kernel.errors import FieldError, NotFound
from onbrand.kernel.events import Event
from onbrand.placement import CORE_PLACEMENTS, UnknownPlacementError, all_placements
from onbrand.sourcing.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Submission:
    """A command under a principal's idempotency key."""

    organization_id: str
    principal: str
    key: str
    command: SubmitRequest

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the command in a canonical form: equal for equal payloads only."""
        document = json.dumps(self.command.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return sha256(document.encode()).hexdigest()


class Referenced(Protocol):
    """What a submission can refer to."""

    def profile(self, organization_id: str, brand_id: str, version: int | None = None) -> BrandProfile:
        """The brand's profile. Raises a NotFound."""
        ...

    def template(self, organization_id: str, template_id: str, version: int | None = None) -> Template:
        """A template. Raises a NotFound."""
        ...


def check_references(brands: Referenced, submission: Submission) -> None:
    """Raises UnknownReferenceError, UnknownPlacementError, TextsMismatchError, each pointing at the field."""
    command, organization_id = submission.command, submission.organization_id
    check_placements(command.placements or ())
    try:
        brands.profile(organization_id, command.brand_id)
    except NotFound as error:
        raise unknown("brand_id", "There is no such brand.") from error
    if command.template_id is None:
        return
    try:
        template = brands.template(organization_id, command.template_id)
    except NotFound as error:
        raise unknown("template_id", "There is no such template.") from error
    if template.brand_id != command.brand_id:
        raise unknown("template_id", "The template belongs to another brand.")
    check_texts(template, command.brief.texts)


def unknown(field: str, detail: str) -> UnknownReferenceError:
    """The error for a field that names something which is not there."""
    return UnknownReferenceError(detail, [FieldError(f"/{field}", detail, "unknown")])


def check_placements(names: tuple[str, ...]) -> None:
    """Raises UnknownPlacementError that points at each name which is none."""
    known = {placement.id for placement in all_placements()}
    errors = [
        FieldError(f"/placements/{index}", f"there is no placement {name!r}", "unknown_placement")
        for index, name in enumerate(names)
        if name not in known
    ]
    if errors:
        listed = ", ".join(sorted(set(names) - known))
        raise UnknownPlacementError(
            f"Unknown placement: {listed}. Known: {', '.join(sorted(known))}.", errors
        )


def new_request(
    submission: Submission, request_id: str, now: datetime, estimate: Estimate | None = None
) -> ContentRequest:
    """The request at its first version; a placement named twice counts once."""
    command = submission.command
    return ContentRequest(
        id=request_id,
        organization_id=submission.organization_id,
        brand_id=command.brand_id,
        template_id=command.template_id,
        workflow_id=command.workflow_id,
        brief=command.brief,
        placements=tuple(dict.fromkeys(command.placements or CORE_PLACEMENTS)),
        priority=command.priority,
        publish_at=command.publish_at,
        status=RequestStatus.SUBMITTED,
        estimate=estimate,
        created_at=now,
        created_by=submission.principal,
        updated_at=now,
    )


def submitted(request: ContentRequest, event_id: str) -> Event:
    """The first event of a request."""
    return Event(
        id=event_id,
        type="RequestSubmitted",
        organization_id=request.organization_id,
        aggregate=AGGREGATE,
        aggregate_id=request.id,
        sequence=request.version,
        occurred_at=request.created_at,
        actor=request.created_by,
        payload={
            "attempt": request.attempt,
            "status": request.status.value,
            "brand_id": request.brand_id,
            "priority": request.priority,
        },
    )
