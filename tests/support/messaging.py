"""The notify room between an inbox in memory and facts as they were written down."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from onbrand.adapters.dynamodb.metering import TableLedger
from onbrand.adapters.dynamodb.notify import TableDeliveries
from onbrand.adapters.dynamodb.notify_people import TableAddresses, TableWishes
from onbrand.adapters.dynamodb.webhook_deliveries import TableWebhookDeliveries
from onbrand.adapters.dynamodb.webhooks import TableEndpoints
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.adapters.memory.mailer import MemoryMailer
from onbrand.adapters.memory.table import MemoryTable
from onbrand.adapters.memory.work import MemoryWork
from onbrand.adapters.webhooks.guard import EndpointGuard
from onbrand.content import RequestStatus
from onbrand.identity import Permission
from onbrand.kernel.events import Event
from onbrand.notify import (
    MAIL,
    BrandFace,
    Deliveries,
    Delivery,
    DeliveryDesk,
    Feedback,
    FileAttached,
    Gate,
    InvitationFacts,
    Letters,
    MailChannel,
    MessageJob,
    NotifyService,
    OrganizationFacts,
    Outbox,
    Recipient,
    ReportMail,
    RequestFacts,
    ReviewAsked,
    Sender,
    SignedSwitchLinks,
    Target,
    WebhookFacts,
    WishesService,
)
from onbrand.notify import (
    Post as MailDesk,
)
from onbrand.notify.webhooks import DeliveryLog, Endpoints
from tests.support.records import ORGANIZATION, make_event
from tests.support.reporting import weekly

DUE = datetime(2026, 1, 7, 9, 0, tzinfo=UTC)
SENDER = Sender(address="OnBrand <no-reply@onbrand.example>", base_url="https://api.example")
BRAND = "01JZ00000000000000000BRAND"
REQUESTER = Target(address="mara@northbeam.example", name="Mara", user_id="mara")


class Written:
    """Facts and addressees as they were written down."""

    def __init__(self) -> None:
        self.status = RequestStatus.APPROVED
        self.told: Target | None = REQUESTER
        self.approvers = ["jon@northbeam.example", "kim@northbeam.example"]
        self.leaders = [Target(address="owner@northbeam.example", user_id="owner")]
        self.guest: InvitationFacts | None = InvitationFacts(organization_name="Northbeam", role="viewer")
        self.hook: WebhookFacts | None = WebhookFacts(
            host="hooks.northbeam.example", description="Our warehouse", enabled=False
        )
        self.mailed: ReportMail | None = ReportMail(
            weekly(), (FileAttached("report.pdf", "application/pdf", b"%PDF-"),)
        )
        self.recipients = [
            Target(address="mara@northbeam.example", user_id="mara"),
            Target(address="bank@elsewhere.example"),
        ]
        self.asked_for: list[Permission] = []

    def request(self, organization_id: str, request_id: str) -> RequestFacts:
        return RequestFacts(
            request_id=request_id,
            brand_id=BRAND,
            brand=BrandFace(name="Northbeam"),
            title=f"Slow mornings {request_id[-3:]}",
            status=self.status,
            score=0.7342,
            outcome="manual_review",
            placements=12,
            requester=Recipient(address="mara@northbeam.example", name="Mara"),
            comment="Calmer, please.",
            reason="No picture matches.",
        )

    def question(
        self, organization_id: str, request_id: str, step: int, approver_id: str
    ) -> ReviewAsked | None:
        asked = asked_of(self.approvers, step)
        return next((one for one in asked if one.approver_id == approver_id), None)

    def organization(self, organization_id: str) -> OrganizationFacts:
        return OrganizationFacts(name="Northbeam", time_zone="Europe/Berlin")

    def name(self, user_id: str) -> str | None:
        return user_id.capitalize()

    def invitation(self, organization_id: str, invitation_id: str) -> InvitationFacts | None:
        return self.guest

    def brand_name(self, organization_id: str, brand_id: str) -> str | None:
        return "Cold Brew"

    def webhook(self, organization_id: str, endpoint_id: str) -> WebhookFacts | None:
        return self.hook

    def report(self, organization_id: str, report_id: str) -> ReportMail | None:
        return self.mailed

    # whom it concerns

    def asked(self, organization_id: str, request_id: str, step: int) -> Sequence[ReviewAsked]:
        return asked_of(self.approvers, step)

    def requester(self, organization_id: str, request_id: str) -> Target | None:
        return self.told

    def invited(self, organization_id: str, invitation_id: str) -> Target | None:
        return Target(address="new@northbeam.example") if self.guest else None

    def allowed(self, organization_id: str, permission: Permission) -> Sequence[Target]:
        self.asked_for.append(permission)
        return self.leaders

    def readers(self, organization_id: str, report_id: str) -> Sequence[Target]:
        return self.recipients


def asked_of(approvers: Sequence[str], step: int) -> Sequence[ReviewAsked]:
    """Who is asked by a step."""
    return [
        ReviewAsked(
            approver=Recipient(address=one), step=step, approver_id=one[:3], content_version=2, due_at=DUE
        )
        for one in approvers
    ]


class PlainLinks:
    """Links that say what they are for."""

    def make(
        self, organization_id: str, request_id: str, step: int, approver_id: str, content_version: int,
        expires_at: datetime,
    ) -> str:  # fmt: skip
        assert expires_at > DUE
        return f"{approver_id}-{step}-{content_version}-{request_id[-3:]}"


class Noted:
    """Who was to be replaced."""

    def __init__(self) -> None:
        self.questions: list[tuple[str, int, str]] = []
        self.people: list[str] = []

    def take_over(self, organization_id: str, request_id: str, step: int, approver_id: str) -> None:
        self.questions.append((request_id, step, approver_id))

    def take_over_all(self, organization_id: str, user_id: str) -> None:
        self.people.append(user_id)


class Room:
    """The service between an inbox and what it reads."""

    def __init__(self, clock: FrozenClock | None = None) -> None:
        self.mailer, self.facts, self.clock = MemoryMailer(), Written(), clock or FrozenClock()
        self.table, self.ids, self.fallback = MemoryTable(), SequentialIds(), Noted()
        self.repository, self.wishes = TableDeliveries(self.table), TableWishes(self.table)
        self.addresses = TableAddresses(self.table)
        self.switches = SignedSwitchLinks(["a-key-of-a-test-0123456789"])
        self.people = WishesService(self.wishes)
        ledger = TableLedger(self.table, self.clock)
        letters = Letters(self.facts, PlainLinks(), self.switches, self.wishes, SENDER)
        desk = MailDesk(self.mailer, ledger, self.clock)
        self.channel = MailChannel(letters, desk, SENDER, self.clock)
        gate = Gate(self.repository, self.wishes, self.addresses, self.facts, MAIL)
        self.deliveries = Deliveries(
            self.repository, [self.channel], gate, self.fallback, self.clock, self.ids
        )
        self.feedback = Feedback(self.repository, self.addresses, self.clock, self.ids)
        endpoints = Endpoints(TableEndpoints(self.table), EndpointGuard(), self.clock, self.ids)
        hooks = DeliveryLog(endpoints, TableWebhookDeliveries(self.table), self.clock, self.ids)
        self.desk = DeliveryDesk(self.repository, hooks, [self.channel.state()], self.clock, self.ids)
        self.queue = MemoryWork()
        outbox = Outbox(self.repository, self.queue)
        self.service = NotifyService(outbox, self.repository, self.facts, self.fallback, self.clock)

    def handle(self, event: Event) -> list[Delivery]:
        """The event's deliveries, as they are after the sender has worked."""
        written = self.service.handle(event)
        self.work()
        return [self.repository.get(one.organization_id, one.id) or one for one in written]

    def work(self) -> None:
        """The sender does what waits in its queue."""
        while self.queue.waiting:
            self.deliveries.attempt(MessageJob.model_validate_json(self.queue.waiting.pop(0)))

    def opened(self, number: int = 1, **payload: Any) -> Event:
        """A step of request ``number`` was opened."""
        event = make_event(number, "ApprovalOpened")
        request_id = f"{event.aggregate_id[:-3]}{number:03d}"
        return event.model_copy(update={"aggregate_id": request_id, "payload": {"step": 1, **payload}})

    def warned(self, number: int = 1, percent: int = 80) -> Event:
        """A budget is nearly or wholly used up."""
        payload = {
            "brand_id": BRAND,
            "meter": "pictures",
            "subject": "Pictures bought",
            "used": str(percent * 5),
            "limit": "500",
            "percent": percent,
            "resets_at": "2026-02-01T00:00:00+00:00",
        }
        event_id = f"01JZ00000000000000000EW{number:03d}"
        return make_event(number, "BudgetWarned", id=event_id, aggregate="budget", payload=payload)

    def later(self, **time: float) -> None:
        """Time passes, and the schedule fires."""
        self.clock.advance(seconds=timedelta(**time).total_seconds())
        self.service.settle_due(self.clock.now())
        self.work()

    def log(self, *, dead: bool = False) -> Sequence[Delivery]:
        """Deliveries, the latest first."""
        return self.repository.log(ORGANIZATION, 100, None, dead=dead).items

    def text(self, index: int = 0) -> str:
        body = self.mailer.sent[index].message.get_body(("plain",))
        assert body is not None
        return str(body.get_content())
