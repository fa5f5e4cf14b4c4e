"""Which events make which messages to whom; how they go is for the deliveries."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from onbrand.identity import Permission
from onbrand.kernel.clock import Clock
from onbrand.kernel.events import Event
from onbrand.notify.contents import (
    Content,
    InvitationNews,
    Question,
    QuotaWarning,
    ReportNews,
    RequestNews,
    WebhookNews,
)
from onbrand.notify.delivery import Delivery, Target, delivery_id
from onbrand.notify.kinds import Kind
from onbrand.notify.mail_channel import MAIL
from onbrand.notify.outbox import Outbox
from onbrand.notify.ports import Addressees, DeliveryRepository, Fallback

Message = tuple[Kind, Content, Target]
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
GONE = "gone"


class NotifyService:
    """Tells people what events ask for."""

    def __init__(
        self,
        outbox: Outbox,
        repository: DeliveryRepository,
        addressees: Addressees,
        fallback: Fallback,
        clock: Clock,
    ) -> None:
        self._outbox = outbox
        self._repository = repository
        self._addressees = addressees
        self._fallback = fallback
        self._clock = clock

    def handle(self, event: Event) -> list[Delivery]:
        """Puts what the event asks for into the outbox, nothing for other events. A repeated event sends nothing
        twice."""
        if event.type == "DeliveryRedriven":
            again = self._repository.get(event.organization_id, event.aggregate_id)
            if again is not None:
                self._outbox.again(again, event.occurred_at)
            return []
        if event.type == "MailAddressSuppressed" and event.payload.get("user"):
            self._fallback.take_over_all(event.organization_id, event.payload["user"])
        tell = TOLD.get(event.type)
        return self._outbox.post(self._planned(event, tell(self, event))) if tell else []

    def settle_due(self, now: datetime) -> int:
        """Has everything tried that waits until ``now``; how much that was."""
        return self._outbox.settle_due(now)

    def _planned(self, event: Event, messages: Iterator[Message]) -> Iterator[Delivery]:
        now = self._clock.now()
        for kind, content, target in messages:
            # A report goes out once, however often its end is told.
            cause = event.aggregate_id if kind is Kind.REPORT else event.id
            yield Delivery(
                id=delivery_id(cause, MAIL, kind, target.address),
                organization_id=event.organization_id,
                channel=MAIL,
                kind=kind,
                cause=cause,
                content=content,
                target=target,
                created_at=now,
                next_at=now,
            )

    def _questions(self, event: Event) -> Iterator[Message]:
        step: int = event.payload["step"]
        named: Sequence[str] | None = event.payload.get("approvals")
        for review in self._addressees.asked(event.organization_id, event.aggregate_id, step):
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

    def _invitation(self, event: Event) -> Iterator[Message]:
        target = self._addressees.invited(event.organization_id, event.aggregate_id)
        if target is not None:
            yield Kind.INVITATION, InvitationNews(invitation_id=event.aggregate_id), target

    def _ended(self, event: Event) -> Iterator[Message]:
        kind = ENDING_KINDS.get(event.payload.get("status", ""), Kind.REQUEST_DECIDED)
        yield from self._requester(event.organization_id, event.aggregate_id, kind)

    def _failed(self, event: Event) -> Iterator[Message]:
        yield from self._requester(event.organization_id, event.aggregate_id, Kind.REQUEST_FAILED)

    def _suppressed(self, event: Event) -> Iterator[Message]:
        request_id, about = event.payload.get("request"), event.payload.get("user")
        if request_id:
            kind = Kind.APPROVER_UNREACHABLE
            yield from self._requester(event.organization_id, request_id, kind, about)

    def _budget(self, event: Event) -> Iterator[Message]:
        told = event.payload
        warning = QuotaWarning(
            subject=told["subject"],
            used=told["used"],
            limit=told["limit"],
            share=told["percent"] / 100,
            resets_at=told["resets_at"],
            brand_id=told["brand_id"],
        )
        for target in self._addressees.allowed(event.organization_id, Permission.READ_USAGE):
            yield Kind.QUOTA_WARNING, warning, target

    def _webhook(self, event: Event) -> Iterator[Message]:
        news = WebhookNews(endpoint_id=event.aggregate_id, gone=event.payload["why"] == GONE)
        for target in self._addressees.allowed(event.organization_id, Permission.MANAGE_ORGANIZATION):
            yield Kind.WEBHOOK_DISABLED, news, target

    def _report(self, event: Event) -> Iterator[Message]:
        for target in self._addressees.readers(event.organization_id, event.aggregate_id):
            yield Kind.REPORT, ReportNews(report_id=event.aggregate_id), target

    def _requester(
        self, organization_id: str, request_id: str, kind: Kind, about: str | None = None
    ) -> Iterator[Message]:
        target = self._addressees.requester(organization_id, request_id)
        if target is not None and target.user_id != about:
            yield kind, RequestNews(request_id=request_id, about=about), target


TOLD: dict[str, Callable[[NotifyService, Event], Iterator[Message]]] = {
    **dict.fromkeys(QUESTION_KINDS, NotifyService._questions),
    "MemberInvited": NotifyService._invitation,
    "RequestFinalized": NotifyService._ended,
    "RequestFailed": NotifyService._failed,
    "MailAddressSuppressed": NotifyService._suppressed,
    "BudgetWarned": NotifyService._budget,
    "WebhookDisabled": NotifyService._webhook,
    "ReportFinished": NotifyService._report,
}
EVENTS = (*TOLD, "DeliveryRedriven")
"""What ``handle`` acts on."""
