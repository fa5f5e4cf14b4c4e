"""Requests, what they compose, and the order in which their states follow each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pydantic import Field

from onbrand.compliance.model import Outcome
from onbrand.compliance.waiving import Waiver
from onbrand.content.assets import Asset, FoundGood, Variant
from onbrand.content.briefs import Brief
from onbrand.kernel.calls import ApiCall
from onbrand.kernel.events import Event
from onbrand.kernel.values import Value
from onbrand.sourcing.estimate import Estimate

AUTO = "system:auto"
"""Who decides when the approval workflow lets a verdict decide."""


class RequestStatus(StrEnum):
    """Where a request stands."""

    SUBMITTED = "submitted"
    SOURCING = "sourcing"
    COMPOSING = "composing"
    SCORING = "scoring"
    RENDERING = "rendering"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    FAILED = "failed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    EXPIRED_UNAPPROVED = "expired_unapproved"


STAGES = (
    RequestStatus.SUBMITTED,
    RequestStatus.SOURCING,
    RequestStatus.COMPOSING,
    RequestStatus.SCORING,
    RequestStatus.RENDERING,
    RequestStatus.IN_REVIEW,
)
"""The states in which an attempt is under way, in their only order."""

DECIDED = frozenset({RequestStatus.APPROVED, RequestStatus.REJECTED, RequestStatus.CHANGES_REQUESTED})
CANCELLABLE = frozenset({*STAGES, RequestStatus.CHANGES_REQUESTED})
RETRYABLE = frozenset({RequestStatus.FAILED, RequestStatus.EXPIRED_UNAPPROVED})
REVISABLE = DECIDED | RETRYABLE | {RequestStatus.IN_REVIEW, RequestStatus.WITHDRAWN}


class EditKind(StrEnum):
    """What a new version of the content changes: the pictures, or only the words that go with them. A new time of
    publication changes neither."""

    PICTURE = "picture"
    WORDS = "words"


class Pinned(Value):
    """The versions that a request is composed and judged by, whatever changes meanwhile. ``logos`` names the set of the
    brand's current logos, which have no version together; it is empty where there are none."""

    profile_version: int
    template_id: str
    template_version: int
    logos: str = ""


class Counted(Value):
    """What a request comes to with the waivers that are in force until ``until``, the first of their ends."""

    score: float | None
    outcome: Outcome
    until: datetime


class Decision(StrEnum):
    """What an approver can answer."""

    APPROVED = "approved"
    REJECTED = "rejected"
    CHANGES_REQUESTED = "changes_requested"


class DecisionRecord(Value):
    """The decision that a request ended its review with; ``decided_by`` is a user id or ``system:auto``;
    ``sent_back``: the placements that changes are wanted for (empty: the whole)."""

    decision: Decision
    decided_by: str
    decided_at: datetime
    comment: str | None = None
    sent_back: tuple[str, ...] = ()


class ContentRequest(Value):
    """One request. ``version`` counts up with every event and is that event's sequence; ``attempt`` fences
    executions; ``content_version`` is what a decision is bound to, and ``edits`` tells what each version after
    the first has changed; ``finalized_at`` is set once the attempt has come to its end;
    ``previous_asset_id``: what the version before was made into. ``judged``: the versions that its verdicts are
    by, where these are not the pinned ones any more; ``waived``: what it comes to with the waivers in force.
    Approvals of attempts before ``approvals_from`` do not count any more; ``taken_over``: placements whose files
    this version takes over from the one before."""

    id: str
    organization_id: str
    brand_id: str
    template_id: str | None
    workflow_id: str | None
    brief: Brief
    placements: tuple[str, ...]
    priority: int
    status: RequestStatus
    attempt: int = Field(default=1, ge=1)
    version: int = Field(default=1, ge=1)
    content_version: int = Field(default=1, ge=1)
    pinned: Pinned | None = None
    asset_id: str | None = None
    score: float | None = None
    outcome: Outcome | None = None
    reason: str | None = None
    estimate: Estimate | None = None
    decision: DecisionRecord | None = None
    package_key: str | None = None
    finalized_at: datetime | None = None
    publish_at: datetime | None = None
    edits: tuple[tuple[EditKind, ...], ...] = ()
    previous_asset_id: str | None = None
    judged: Pinned | None = None
    waived: Counted | None = None
    approvals_from: int = 1
    taken_over: dict[str, FoundGood] = Field(default_factory=dict)
    created_at: datetime
    created_by: str
    updated_at: datetime

    @property
    def is_under_way(self) -> bool:
        """Whether the pipeline still has to bring it to a decision."""
        return self.status in STAGES

    @property
    def is_open(self) -> bool:
        """Whether its pictures are judged and what becomes of them is not final yet."""
        stands = self.status in (RequestStatus.RENDERING, RequestStatus.IN_REVIEW, RequestStatus.APPROVED)
        return stands and self.outcome is not None and self.finalized_at is None

    def counted(self, now: datetime) -> "ContentRequest":
        """The request as its waivers leave it at this moment: for conditions, never to be saved."""
        if self.waived is None or now >= self.waived.until:
            return self
        return self.model_copy(update={"score": self.waived.score, "outcome": self.waived.outcome})

    @property
    def to_make(self) -> tuple[str, ...]:
        """The placements that are made for this version."""
        return tuple(name for name in self.placements if name not in self.taken_over)

    @property
    def to_compose(self) -> tuple[str, ...]:
        """The placements that are laid out for this version; the first one leads, and there always is one."""
        return self.to_make or self.placements

    def edits_since(self, content_version: int) -> set[EditKind]:
        """What has changed since this version of the content."""
        return {kind for kinds in self.edits[content_version - 1 :] for kind in kinds}

    def is_past(self, stage: RequestStatus) -> bool:
        """Whether this attempt has done the work of ``stage``: it stands at a later one, or is decided."""
        if self.status in STAGES:
            return STAGES.index(self.status) > STAGES.index(stage)
        return self.status in DECIDED


class ReviewRecord(Value):
    """What one approver was asked and answered, as the story of a request shows it."""

    step: int
    approver_id: str
    status: str
    decision: Decision | None = None
    comment: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    decided_via: str | None = None
    sent_back: tuple[str, ...] = ()
    stands_for: str | None = None
    delegated_to: str | None = None
    content_version: int
    opened_at: datetime
    due_at: datetime


class Measure(Value):
    """A score, and what follows from it."""

    score: float | None
    outcome: Outcome


class Fall(Value):
    """A request that fell below what its brand asks when it was judged by newer versions; with the waivers in force.
    ``placements``: those that fell."""

    id: str
    organization_id: str
    brand_id: str
    request_id: str
    title: str
    content_version: int
    versions: Pinned
    before: Measure
    after: Measure
    placements: tuple[str, ...]
    fell_at: datetime


class Job(Value):
    """One attempt at a request: the pipeline's input, and what its states hand on."""

    organization_id: str
    request_id: str
    attempt: int = Field(ge=1)


@dataclass(frozen=True, slots=True)
class RequestStory:
    """A request with everything that happened to it; ``previous``: the finished files of the version before."""

    request: ContentRequest
    asset: Asset | None
    variants: Sequence[Variant]
    approvals: Sequence[ReviewRecord]
    calls: Sequence[ApiCall]
    events: Sequence[Event]
    previous: Sequence[Variant] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """The next version of a request with the events that brought it there, to be written as one transaction.

    ``used`` says that templates and profiles are in use by this request from now on; ``rejudged`` are variants
    that were there before, with new verdicts; ``waivers`` are at their next versions.
    """

    before: ContentRequest
    after: ContentRequest
    events: Sequence[Event]
    asset: Asset | None = None
    variants: Sequence[Variant] = field(default_factory=tuple)
    used: bool = False
    rejudged: Sequence[Variant] = ()
    waivers: Sequence[Waiver] = ()
    fall: Fall | None = None
