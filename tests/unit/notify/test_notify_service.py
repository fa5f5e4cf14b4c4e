"""Which events make which mails, and how often."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from onbrand.adapters.dynamodb.claims import TableClaims
from onbrand.adapters.dynamodb.metering import TableLedger, TableRows
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.mailer import MemoryMailer
from onbrand.adapters.memory.table import MemoryTable
from onbrand.content import RequestStatus
from onbrand.kernel.calls import ApiCall
from onbrand.kernel.events import Event
from onbrand.notify import (
    BrandFace,
    InvitationFacts,
    MailRefusedError,
    MailUnavailableError,
    NotifyService,
    Recipient,
    RequestFacts,
    ReviewAsked,
    Sender,
)
from onbrand.notify import (
    Post as MailDesk,
)
from tests.support.records import ORGANIZATION, make_event

DUE = datetime(2026, 1, 7, 9, 0, tzinfo=UTC)
SENDER = Sender(address="OnBrand <no-reply@onbrand.example>", base_url="https://api.example")
BRAND = "01JZ00000000000000000BRAND"
REQUESTER = Recipient(address="mara@northbeam.example", name="Mara")


class Written:
    """Facts as they were written down."""

    def __init__(self) -> None:
        self.status = RequestStatus.APPROVED
        self.requester: Recipient | None = REQUESTER
        self.approvers = ["jon@northbeam.example", "kim@northbeam.example"]
        self.invited: InvitationFacts | None = InvitationFacts(
            recipient=Recipient(address="new@northbeam.example"), organization_name="Northbeam", role="viewer"
        )

    def request(self, organization_id: str, request_id: str) -> RequestFacts:
        return RequestFacts(
            request_id=request_id,
            brand_id=BRAND,
            brand=BrandFace(name="Northbeam"),
            title="Slow mornings",
            status=self.status,
            score=0.7342,
            outcome="manual_review",
            placements=12,
            requester=self.requester,
            comment="Calmer, please.",
            reason="No picture matches.",
        )

    def reviews(self, event: Event) -> Sequence[ReviewAsked]:
        return [
            ReviewAsked(
                approver=Recipient(address=one), step=1, approver_id=one[:3], content_version=2, due_at=DUE
            )
            for one in self.approvers
        ]

    def invitation(self, event: Event) -> InvitationFacts | None:
        return self.invited


class PlainLinks:
    """Links that say what they are for."""

    def make(
        self, organization_id: str, request_id: str, step: int, approver_id: str, content_version: int,
        expires_at: datetime,
    ) -> str:  # fmt: skip
        assert expires_at == DUE
        return f"{approver_id}-{step}-{content_version}"


class Post:
    """The service between an inbox and what it reads."""

    def __init__(self) -> None:
        self.mailer, self.facts, self.clock = MemoryMailer(), Written(), FrozenClock()
        self.table = MemoryTable()
        claims, ledger = TableClaims(self.table), TableLedger(self.table, self.clock)
        desk = MailDesk(self.mailer, ledger, self.clock)
        self.service = NotifyService(desk, claims, self.facts, PlainLinks(), SENDER, self.clock)

    def text(self, index: int = 0) -> str:
        body = self.mailer.sent[index].message.get_body(("plain",))
        assert body is not None
        return str(body.get_content())


@pytest.fixture
def post() -> Post:
    return Post()


def test_every_approver_gets_one_mail_with_a_link_of_their_own(post: Post) -> None:
    post.service.handle(make_event(type_="ApprovalOpened"))
    assert [mail.recipients for mail in post.mailer.sent] == [
        ("jon@northbeam.example",),
        ("kim@northbeam.example",),
    ]
    assert "https://api.example/approvals/jon-1-2" in post.text(0)
    assert "https://api.example/approvals/kim-1-2" in post.text(1)
    assert post.text(0).count("https://") == 1
    assert "73 %" in post.text(0)


def test_a_repeated_event_sends_nothing_twice(post: Post) -> None:
    for _ in range(3):
        post.service.handle(make_event(type_="ApprovalOpened"))
    assert len(post.mailer.sent) == 2


def test_another_event_is_another_mail(post: Post) -> None:
    post.service.handle(make_event(1, "RequestFinalized"))
    post.service.handle(make_event(2, "RequestFinalized"))
    assert len(post.mailer.sent) == 2


def test_what_was_not_sent_is_sent_when_the_event_comes_again(post: Post) -> None:
    post.mailer.down = True
    with pytest.raises(MailUnavailableError):
        post.service.handle(make_event(type_="ApprovalOpened"))
    post.mailer.down = False
    post.clock.advance(seconds=timedelta(minutes=1).total_seconds())
    post.service.handle(make_event(type_="ApprovalOpened"))
    assert len(post.mailer.sent) == 2


def test_one_refused_address_does_not_keep_the_others_from_their_mail(post: Post) -> None:
    post.mailer.refused = {"jon@northbeam.example"}
    with pytest.raises(MailRefusedError):
        post.service.handle(make_event(type_="ApprovalOpened"))
    assert [mail.recipients for mail in post.mailer.sent] == [("kim@northbeam.example",)]


def test_an_invitation_goes_to_the_address_that_is_invited(post: Post) -> None:
    post.service.handle(make_event(type_="MemberInvited", aggregate="invitation"))
    (mail,) = post.mailer.sent
    assert mail.recipients == ("new@northbeam.example",)
    assert "Northbeam" in str(mail.message["Subject"])


def test_an_invitation_that_is_gone_is_not_sent(post: Post) -> None:
    post.facts.invited = None
    post.service.handle(make_event(type_="MemberInvited", aggregate="invitation"))
    assert post.mailer.sent == []


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (RequestStatus.APPROVED, "approved and ready"),
        (RequestStatus.REJECTED, "was rejected"),
        (RequestStatus.CHANGES_REQUESTED, "needs changes"),
        (RequestStatus.EXPIRED_UNAPPROVED, "was not decided in time"),
    ],
)
def test_the_requester_hears_how_it_ended(post: Post, status: RequestStatus, words: str) -> None:
    post.facts.status = status
    post.service.handle(make_event(type_="RequestFinalized"))
    assert post.mailer.sent[0].recipients == (REQUESTER.address,)
    assert words in post.text()
    assert "Calmer, please." in post.text()


def test_the_requester_hears_why_it_failed(post: Post) -> None:
    post.service.handle(make_event(type_="RequestFailed"))
    assert "No picture matches." in post.text()


def test_who_has_left_gets_no_mail(post: Post) -> None:
    post.facts.requester = None
    post.service.handle(make_event(type_="RequestFinalized"))
    assert post.mailer.sent == []


def test_other_events_make_no_mail(post: Post) -> None:
    post.service.handle(make_event(type_="AssetComposed"))
    assert post.mailer.sent == []


def ledger(post: Post) -> list[ApiCall]:
    """The calls in the day's ledger."""
    now = post.clock.now()
    return list(TableRows(post.table).calls(ORGANIZATION, now - timedelta(days=1), now + timedelta(days=1)))


def test_every_mail_is_a_call_in_the_ledger_of_its_request_and_brand(post: Post) -> None:
    for _ in range(2):
        post.service.handle(make_event(type_="ApprovalOpened"))
    rows = ledger(post)
    assert len(rows) == len({row.id for row in rows}) == 2
    for row in rows:
        assert (row.provider, row.operation, row.status) == ("ses", "send_email", 200)
        assert (row.request_id, row.brand_id) == (make_event().aggregate_id, BRAND)
        assert (str(row.cost.amount), row.cost.currency) == ("0.00016", "USD")
        assert row.price_version and row.bytes > 500
        assert "jon" not in row.model_dump_json() and "kim" not in row.model_dump_json()


def test_a_mail_that_was_not_answered_is_unknown_and_a_refused_one_is_free(post: Post) -> None:
    post.facts.approvers = post.facts.approvers[:1]
    event = make_event(type_="ApprovalOpened")
    post.mailer.down = True
    with pytest.raises(MailUnavailableError):
        post.service.handle(event)
    post.mailer.down = False
    post.mailer.refused = {"jon@northbeam.example"}
    with pytest.raises(MailRefusedError):
        post.service.handle(event)
    assert sorted((row.attempt, row.outcome.value, str(row.cost.amount)) for row in ledger(post)) == [
        (1, "unknown", "0.00016"),
        (2, "failed", "0"),
    ]
