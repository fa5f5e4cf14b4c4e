"""Which events make which messages, and how often."""

from datetime import timedelta

import pytest

from onbrand.adapters.dynamodb.metering import TableRows
from onbrand.content import RequestStatus
from onbrand.identity import Permission
from onbrand.kernel.calls import ApiCall
from onbrand.kernel.events import Event
from onbrand.notify import Category, Kind, MailBusyError, Status, WebhookFacts
from tests.support.messaging import BRAND, REQUESTER, Room
from tests.support.records import ORGANIZATION, make_event


@pytest.fixture
def room() -> Room:
    return Room()


def test_every_approver_gets_one_mail_with_a_link_of_their_own(room: Room) -> None:
    room.handle(room.opened())
    assert [mail.recipients for mail in room.mailer.sent] == [
        ("jon@northbeam.example",),
        ("kim@northbeam.example",),
    ]
    assert "https://api.example/approvals/jon-1-2" in room.text(0)
    assert "https://api.example/approvals/kim-1-2" in room.text(1)
    assert room.text(0).count("https://") == 1
    assert "73\N{NO-BREAK SPACE}%" in room.text(0)
    assert "10:00 Europe/Berlin" in room.text(0)


def test_only_those_that_the_event_names_are_asked(room: Room) -> None:
    event = room.opened()
    room.handle(room.opened(approvals=[f"{event.aggregate_id}.1.kim"]))
    assert [mail.recipients for mail in room.mailer.sent] == [("kim@northbeam.example",)]


@pytest.mark.parametrize(
    ("type_", "words"),
    [
        ("ApprovalReminded", "still waits for your decision"),
        ("ApprovalEscalated", "needs your decision now"),
        ("ApprovalReassigned", "needs your decision now"),
        ("ApprovalDelegated", "was handed to you"),
    ],
)
def test_a_review_that_moves_on_is_told(room: Room, type_: str, words: str) -> None:
    event = room.opened(**{"from": "kim"}).model_copy(update={"type": type_})
    room.handle(event)
    assert words in " ".join(room.text().split())
    if type_ == "ApprovalDelegated":
        assert "Kim handed this decision to you." in room.text()


def test_a_repeated_event_sends_nothing_twice(room: Room) -> None:
    for _ in range(3):
        room.handle(room.opened())
    assert len(room.mailer.sent) == 2


def test_another_event_is_another_mail(room: Room) -> None:
    room.handle(make_event(1, "RequestFinalized"))
    room.handle(make_event(2, "RequestFinalized"))
    assert len(room.mailer.sent) == 2


def test_what_was_not_sent_is_sent_when_the_schedule_fires(room: Room) -> None:
    room.mailer.down = True
    room.handle(make_event(type_="RequestFinalized"))
    assert [one.status for one in room.log()] == [Status.RETRYING]
    room.mailer.down = False
    room.later(minutes=4)
    assert room.mailer.sent == []
    room.later(minutes=2)
    room.later(minutes=60)
    assert len(room.mailer.sent) == 1
    assert [one.status for one in room.log()] == [Status.SENT]


def test_one_refused_address_does_not_keep_the_others_from_their_mail(room: Room) -> None:
    room.mailer.refused = {"jon@northbeam.example"}
    room.handle(room.opened())
    assert [mail.recipients for mail in room.mailer.sent] == [("kim@northbeam.example",)]
    room.later(minutes=31)
    (dead,) = room.log(dead=True)
    assert (dead.tries, dead.failures[-1].category) == (2, Category.ADAPTER)


def test_an_invitation_goes_to_the_address_that_is_invited(room: Room) -> None:
    room.handle(make_event(type_="MemberInvited", aggregate="invitation"))
    (mail,) = room.mailer.sent
    assert mail.recipients == ("new@northbeam.example",)
    assert "Northbeam" in str(mail.message["Subject"])


def test_an_invitation_that_is_gone_is_not_sent(room: Room) -> None:
    room.facts.guest = None
    room.handle(make_event(type_="MemberInvited", aggregate="invitation"))
    assert room.mailer.sent == []


@pytest.mark.parametrize(
    ("status", "words", "kind"),
    [
        (RequestStatus.APPROVED, "approved and ready", Kind.REQUEST_DECIDED),
        (RequestStatus.REJECTED, "was rejected", Kind.REQUEST_DECIDED),
        (RequestStatus.CHANGES_REQUESTED, "needs changes", Kind.CHANGES_REQUESTED),
        (RequestStatus.EXPIRED_UNAPPROVED, "was not decided in time", Kind.REQUEST_EXPIRED),
    ],
)
def test_the_requester_hears_how_it_ended(room: Room, status: RequestStatus, words: str, kind: Kind) -> None:
    room.facts.status = status
    (delivery,) = room.handle(make_event(type_="RequestFinalized", payload={"status": status.value}))
    assert delivery.kind is kind
    assert room.mailer.sent[0].recipients == (REQUESTER.address,)
    assert words in room.text()
    assert "Calmer, please." in room.text()


def test_the_requester_hears_why_it_failed(room: Room) -> None:
    room.handle(make_event(type_="RequestFailed"))
    assert "No picture matches." in room.text()


def test_who_has_left_gets_no_mail(room: Room) -> None:
    room.facts.told = None
    room.handle(make_event(type_="RequestFinalized"))
    assert room.mailer.sent == []


def test_other_events_make_no_mail(room: Room) -> None:
    room.handle(make_event(type_="AssetComposed"))
    assert room.mailer.sent == []


def test_who_may_read_what_is_spent_is_warned_once_of_each_occasion(room: Room) -> None:
    for event in (room.warned(1), room.warned(1), room.warned(2, 100)):
        room.handle(event)
    assert [mail.recipients for mail in room.mailer.sent] == [("owner@northbeam.example",)] * 2
    assert set(room.facts.asked_for) == {Permission.READ_USAGE}
    assert "400 of 500" in room.text()
    assert "Cold Brew" in room.text()
    assert "Nothing is left of it" in room.text(1)


@pytest.mark.parametrize(("why", "words"), [("gone", "wants no more"), ("failing", "did not take a single")])
def test_who_looks_after_webhooks_hears_that_one_was_switched_off(room: Room, why: str, words: str) -> None:
    event = make_event(type_="WebhookDisabled", aggregate="webhook", payload={"why": why})
    room.handle(event)
    assert room.facts.asked_for == [Permission.MANAGE_ORGANIZATION]
    assert words in " ".join(room.text().split())
    assert "hooks.northbeam.example" in str(room.mailer.sent[0].message["Subject"])


@pytest.mark.parametrize("gone", [True, False])
def test_a_webhook_that_is_on_again_or_gone_is_not_told_of(room: Room, gone: bool) -> None:
    room.facts.hook = None if gone else WebhookFacts(host="h.example", description="", enabled=True)
    room.handle(make_event(type_="WebhookDisabled", aggregate="webhook", payload={"why": "failing"}))
    assert room.mailer.sent == []


def finished(number: int = 1) -> Event:
    """A report is there."""
    report_id = f"01JZ00000000000000000REP{number:02d}"
    return make_event(number, "ReportFinished", aggregate="report", aggregate_id=report_id)


def test_a_report_goes_once_to_each_of_its_readers_with_its_files(room: Room) -> None:
    again = finished(2).model_copy(update={"aggregate_id": finished().aggregate_id})
    for event in (finished(), finished(), again):
        room.handle(event)
    assert [mail.recipients[0] for mail in room.mailer.sent] == [
        "mara@northbeam.example",
        "bank@elsewhere.example",
    ]
    message = room.mailer.sent[0].message
    assert [part.get_filename() for part in message.iter_attachments()] == ["report.pdf"]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "87.3 %" in room.text()
    assert "Out of the ordinary" in room.text()


def test_an_address_that_no_member_has_switches_reports_off_by_its_own_link(room: Room) -> None:
    room.handle(finished(1))
    link = str(room.mailer.sent[1].message["List-Unsubscribe"]).strip("<>").rpartition("/")[2]
    room.people.turn(room.switches.read(link), on=False)
    room.handle(finished(2))
    assert [mail.recipients[0] for mail in room.mailer.sent[2:]] == ["mara@northbeam.example"]


def test_a_report_that_is_gone_is_not_sent(room: Room) -> None:
    room.facts.mailed = None
    room.handle(finished())
    assert room.mailer.sent == []


def test_a_busy_mail_service_gets_the_report_again_and_a_lost_answer_does_not(room: Room) -> None:
    room.facts.recipients = room.facts.recipients[:1]

    def busy(*_: object) -> None:
        raise MailBusyError("Too many at once.")

    send, room.mailer.send = room.mailer.send, busy  # type: ignore[method-assign, assignment]
    room.handle(finished(1))
    room.mailer.send = send  # type: ignore[method-assign]
    room.later(minutes=6)
    assert len(room.mailer.sent) == 1
    room.mailer.down = True
    room.handle(finished(2))
    room.mailer.down = False
    room.later(minutes=60)
    assert len(room.mailer.sent) == 1


def ledger(room: Room) -> list[ApiCall]:
    """The calls in the day's ledger."""
    now = room.clock.now()
    return list(TableRows(room.table).calls(ORGANIZATION, now - timedelta(days=1), now + timedelta(days=1)))


def test_every_mail_is_a_call_in_the_ledger_of_its_request_and_brand(room: Room) -> None:
    event = room.opened()
    for _ in range(2):
        room.handle(event)
    rows = ledger(room)
    assert len(rows) == len({row.id for row in rows}) == 2
    for row in rows:
        assert (row.provider, row.operation, row.status) == ("ses", "send_email", 200)
        assert (row.request_id, row.brand_id) == (event.aggregate_id, BRAND)
        assert (str(row.cost.amount), row.cost.currency) == ("0.00016", "USD")
        assert row.price_version and row.bytes > 500
        assert "jon" not in row.model_dump_json() and "kim" not in row.model_dump_json()


def test_a_mail_that_was_not_answered_is_unknown_and_a_refused_one_is_free(room: Room) -> None:
    room.mailer.down = True
    room.handle(make_event(type_="RequestFinalized"))
    room.mailer.down = False
    room.mailer.refused = {REQUESTER.address}
    room.later(minutes=6)
    assert sorted((row.attempt, row.outcome.value, str(row.cost.amount)) for row in ledger(room)) == [
        (1, "unknown", "0.00016"),
        (2, "failed", "0"),
    ]
