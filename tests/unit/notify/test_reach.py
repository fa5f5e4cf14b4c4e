"""Mail that comes back: the address gets nothing more, who asked hears of it, somebody else decides."""

from datetime import UTC, datetime

import pytest

from onbrand.identity import Access, Role
from onbrand.notify import MailReport, Status
from onbrand.notify.errors import AddressNotFoundError
from onbrand.notify.feedback import Severity
from onbrand.notify.reach import Reason, address_digest
from tests.support.messaging import REQUESTER, Room
from tests.support.records import ORGANIZATION, make_event

JON = "jon@northbeam.example"
OWNER = Access(user_id="owner", organization_id=ORGANIZATION, role=Role.OWNER)


@pytest.fixture
def room() -> Room:
    room = Room()
    room.facts.approvers = [JON]
    return room


def bounce(room: Room, address: str = JON, **facts: object) -> MailReport:
    (delivery,) = [one for one in room.log() if one.status is Status.SENT]
    given = {"addresses": (address,), "reason": Reason.BOUNCED, "at": datetime(2026, 1, 5, 9, 1, tzinfo=UTC)}
    return MailReport(organization_id=ORGANIZATION, delivery_id=delivery.id, **{**given, **facts})


def test_an_address_that_bounces_gets_nothing_more_and_its_questions_go_to_others(room: Room) -> None:
    opened = room.opened(1)
    room.handle(opened)
    assert [one.address for one in room.feedback.take(bounce(room))] == [JON]
    room.handle(room.opened(2))
    assert len(room.mailer.sent) == 1
    assert room.fallback.questions == [(room.opened(2).aggregate_id, 1, "jon")]
    (dead,) = room.log(dead=True)
    assert dead.why == "Mail to this address has bounced."


def test_who_asked_for_the_content_hears_that_an_approver_is_out_of_reach(room: Room) -> None:
    room.handle(room.opened(1))
    room.feedback.take(bounce(room))
    (event,) = [
        record.new["data"] for record in room.table.drain() if record.new and record.new["type"] == "event"
    ]
    assert (event["type"], event["payload"]["user"]) == ("MailAddressSuppressed", "jon")
    told = make_event(5, "MailAddressSuppressed").model_copy(update={"payload": event["payload"]})
    for _ in range(2):
        room.handle(told)
    assert [mail.recipients for mail in room.mailer.sent][1:] == [(REQUESTER.address,)]
    assert "Jon cannot be reached by mail" in room.text(1)
    assert set(room.fallback.people) == {"jon"}


@pytest.mark.parametrize(
    "facts",
    [
        {"severity": Severity.PASSING},
        {"addresses": ("somebody.else@northbeam.example",)},
        {"delivery_id": "of-nobody"},
        {"organization_id": "01JZ0000000000000000000009"},
    ],
)
def test_only_a_lasting_report_about_the_recipient_itself_counts(
    room: Room, facts: dict[str, object]
) -> None:
    room.handle(room.opened(1))
    report = bounce(room).model_copy(update=facts)
    assert room.feedback.take(report) == []
    room.clock.advance(seconds=3600)
    room.handle(room.opened(2))
    assert len(room.mailer.sent) == 2


def test_a_report_that_comes_twice_counts_once(room: Room) -> None:
    room.handle(room.opened(1))
    report = bounce(room, reason=Reason.COMPLAINED)
    assert [len(room.feedback.take(report)) for _ in range(2)] == [1, 0]
    assert [one.reason for one in room.feedback.listed(OWNER, 10).items] == [Reason.COMPLAINED]


def test_a_restored_address_gets_mail_again_and_can_bounce_again(room: Room) -> None:
    room.handle(room.opened(1))
    report = bounce(room)
    room.feedback.take(report)
    room.feedback.lift(OWNER, address_digest(JON))
    assert room.feedback.listed(OWNER, 10).items == []
    with pytest.raises(AddressNotFoundError):
        room.feedback.lift(OWNER, address_digest(JON))
    room.clock.advance(seconds=3600)
    room.handle(room.opened(2))
    assert len(room.mailer.sent) == 2
    assert len(room.feedback.take(report)) == 1
