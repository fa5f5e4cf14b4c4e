"""Which events make which messages to whom; how they go is for the deliveries."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from onbrand.kernel.clock import Clock
from onbrand.kernel.events import Event
from onbrand.notify.contents import (
    AddressCheck,
    Content,
    InvitationNews,
    Question,
    QuotaWarning,
    RequestNews,
    WeeklyReport,
)
from onbrand.notify.deliveries import Deliveries, Looked
from onbrand.notify.delivery import Delivery, Target, delivery_id
from onbrand.notify.kinds import Kind
from onbrand.notify.mail_channel import MAIL
from onbrand.notify.ports import DeliveryRepository, Facts, Fallback

QUESTION_KINDS = {
    "ApprovalOpened": Kind.APPROVAL_REQUESTED,
    "ApprovalReminded": Kind.APPROVAL_REMINDER,
    "ApprovalEscalated": Kind.APPROVAL_ESCALATED,
    "ApprovalReassigned": Kind.APPROVAL_ESCALATED,
    "ApprovalDelegated": Kind.APPROVAL_DELEGATED,
}
ENDING_KINDS = {
    "changes_requested": Kind.CHANGES_REQUESTED,
    "expired_unapproved": Kind.REQUEST_EXPIRED,
}
EVENTS = (
    *QUESTION_KINDS,
    "MemberInvited",
    "RequestFinalized",
    "RequestFailed",
    "MailAddressSuppressed",
    "DeliveryRedriven",
)
"""What ``handle`` acts on."""


class NotifyService:
    """Tells people what events ask for, and what other rooms hand over."""

    def __init__(
        self,
        deliveries: Deliveries,
        repository: DeliveryRepository,
        facts: Facts,
        fallback: Fallback,
        clock: Clock,
    ) -> None:
        self._deliveries = deliveries
        self._repository = repository
        self._facts = facts
        self._fallback = fallback
        self._clock = clock

    def handle(self, event: Event) -> list[Delivery]:
        """Sends what the event asks for, nothing for other events; what became of it. A repeated event sends
        nothing twice."""
        if event.type == "DeliveryRedriven":
            again = self._repository.get(event.organization_id, event.aggregate_id)
            return [self._deliveries.attempt(again, self._clock.now())] if again else []
        if event.type == "MailAddressSuppressed" and event.payload.get("user"):
            self._fallback.take_over_all(event.organization_id, event.payload["user"])
        return self._deliveries.send(self._planned(event))

    def settle_due(self, now: datetime) -> Looked:
        """Tries what waits until ``now``."""
        return self._deliveries.settle_due(now)

    def warn_of_quota(self, organization_id: str, warning: QuotaWarning, cause: str) -> list[Delivery]:
        """Tells owners and administrators of a quota. ``cause``: names the occasion, such as the quota, its period
        and the threshold passed; the same is told once."""
        return self._tell_caretakers(organization_id, Kind.QUOTA_WARNING, warning, cause)

    def report_week(self, organization_id: str, report: WeeklyReport) -> list[Delivery]:
        """Sends a week's report to owners and administrators, once for each week."""
        cause = f"week-{report.first.isoformat()}"
        return self._tell_caretakers(organization_id, Kind.WEEKLY_REPORT, report, cause)

    def check_address(
        self, organization_id: str, target: Target, check: AddressCheck, cause: str
    ) -> list[Delivery]:
        """Sends the code that confirms an address; ``cause`` names the asking."""
        now = self._clock.now()
        return self._deliveries.send(
            [_delivery(organization_id, Kind.VERIFY_ADDRESS, cause, check, target, now)]
        )

    def _tell_caretakers(
        self, organization_id: str, kind: Kind, content: Content, cause: str
    ) -> list[Delivery]:
        now = self._clock.now()
        return self._deliveries.send(
            [
                _delivery(organization_id, kind, cause, content, target, now)
                for target in self._facts.caretakers(organization_id)
            ]
        )

    def _planned(self, event: Event) -> Iterator[Delivery]:
        for kind, content, target in self._told(event):
            yield _delivery(event.organization_id, kind, event.id, content, target, self._clock.now())

    def _told(self, event: Event) -> Iterator[tuple[Kind, Content, Target]]:
        organization_id, subject = event.organization_id, event.aggregate_id
        if event.type in QUESTION_KINDS:
            yield from self._questions(event)
        elif event.type == "MemberInvited":
            invitation = self._facts.invitation(organization_id, subject)
            if invitation is not None:
                target = Target(address=invitation.recipient.address, name=invitation.recipient.name)
                yield Kind.INVITATION, InvitationNews(invitation_id=subject), target
        elif event.type == "RequestFinalized":
            status = self._facts.request(organization_id, subject).status.value
            kind = ENDING_KINDS.get(status, Kind.REQUEST_DECIDED)
            yield from self._requester(organization_id, subject, kind)
        elif event.type == "RequestFailed":
            yield from self._requester(organization_id, subject, Kind.REQUEST_FAILED)
        elif event.type == "MailAddressSuppressed" and event.payload.get("request"):
            about = event.payload.get("user")
            request_id = event.payload["request"]
            yield from self._requester(organization_id, request_id, Kind.APPROVER_UNREACHABLE, about)

    def _questions(self, event: Event) -> Iterator[tuple[Kind, Content, Target]]:
        step: int = event.payload["step"]
        named: Sequence[str] | None = event.payload.get("approvals")
        for review in self._facts.asked(event.organization_id, event.aggregate_id, step):
            if named is not None and f"{event.aggregate_id}.{step}.{review.approver_id}" not in named:
                continue
            question = Question(
                request_id=event.aggregate_id,
                step=step,
                approver_id=review.approver_id,
                handed_on_by=event.payload.get("from"),
            )
            target = Target(
                address=review.approver.address, name=review.approver.name, user_id=review.approver_id
            )
            yield QUESTION_KINDS[event.type], question, target

    def _requester(
        self, organization_id: str, request_id: str, kind: Kind, about: str | None = None
    ) -> Iterator[tuple[Kind, Content, Target]]:
        target = self._facts.requester(organization_id, request_id)
        if target is not None and target.user_id != about:
            yield kind, RequestNews(request_id=request_id, about=about), target


def _delivery(
    organization_id: str, kind: Kind, cause: str, content: Content, target: Target, now: datetime
) -> Delivery:
    return Delivery(
        id=delivery_id(cause, MAIL, kind, target.address),
        organization_id=organization_id,
        channel=MAIL,
        kind=kind,
        cause=cause,
        content=content,
        target=target,
        created_at=now,
        next_at=now,
    )
