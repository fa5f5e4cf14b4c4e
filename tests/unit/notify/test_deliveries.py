"""What becomes of messages: quiet hours, gathering, caps, failures by category, lost answers, dead letters."""

from datetime import UTC, datetime, time, timedelta

import pytest

from onbrand.adapters.memory.clock import FrozenClock
from onbrand.identity import Access, Role
from onbrand.notify import Category, Kind, MailMisconfiguredError, Status
from onbrand.notify.desk import REDRIVES_A_MINUTE
from onbrand.notify.errors import NotDeadError, TooManyRedrivesError
from onbrand.notify.gate import WHOLE_ORGANIZATION
from onbrand.notify.pace import ORGANIZATION_A_DAY, RECIPIENT_A_DAY, SHARES, Pace
from onbrand.notify.wishes import QuietHours, Wishes
from tests.support.messaging import REQUESTER, Room
from tests.support.records import ORGANIZATION, make_event


@pytest.fixture
def room() -> Room:
    room = Room()
    room.facts.approvers = ["jon@northbeam.example"]
    return room


def wish(room: Room, user_id: str, **wanted: object) -> None:
    before = room.wishes.of(ORGANIZATION, user_id)
    room.wishes.put(
        Wishes(organization_id=ORGANIZATION, user_id=user_id, version=before.version + 1, **wanted)
    )


def test_the_first_question_goes_at_once_and_those_after_it_go_together(room: Room) -> None:
    for number in (1, 2, 3):
        room.handle(room.opened(number))
    assert len(room.mailer.sent) == 1
    assert sorted(one.status for one in room.log()) == [Status.HELD, Status.HELD, Status.SENT]
    room.later(minutes=11)
    assert len(room.mailer.sent) == 2
    assert "2 decisions wait for you" in room.text(1)
    assert room.text(1).count("/approvals/jon-1-2") == 2
    (whole,) = [one for one in room.log() if one.kind is Kind.APPROVALS_WAITING]
    merged = [one for one in room.log() if one.status is Status.MERGED]
    assert [one.merged_into for one in merged] == [whole.id] * 2
    room.later(hours=24)
    assert len(room.mailer.sent) == 2


def test_who_wants_no_digest_gets_each_question_at_once(room: Room) -> None:
    wish(room, "jon", digest=False)
    for number in (1, 2, 3):
        room.handle(room.opened(number))
    assert len(room.mailer.sent) == 3


def test_one_that_waited_alone_goes_as_itself(room: Room) -> None:
    room.handle(room.opened(1))
    room.handle(room.opened(2))
    room.later(minutes=11)
    assert "002” waits for your decision" in str(room.mailer.sent[1].message["Subject"])


def test_what_was_decided_meanwhile_is_not_asked(room: Room) -> None:
    room.handle(room.opened(1))
    room.handle(room.opened(2))
    room.facts.approvers = []
    room.later(minutes=11)
    assert len(room.mailer.sent) == 1
    assert sorted(one.status for one in room.log()) == [Status.DROPPED, Status.SENT]


def test_nothing_is_sent_in_quiet_hours(room: Room) -> None:
    now = room.clock.now()
    starts = (now - timedelta(hours=1)).time().replace(second=0, microsecond=0)
    ends = (now + timedelta(hours=2)).time().replace(second=0, microsecond=0)
    wish(room, "mara", quiet=QuietHours(starts=starts, ends=ends), time_zone="UTC")
    room.handle(make_event(type_="RequestFinalized"))
    assert room.mailer.sent == []
    room.later(hours=1)
    assert room.mailer.sent == []
    room.later(hours=1.1)
    assert len(room.mailer.sent) == 1


def test_a_kind_that_is_off_is_not_sent_and_the_others_are(room: Room) -> None:
    wish(room, "mara", off=(Kind.REQUEST_DECIDED,))
    room.handle(make_event(1, "RequestFinalized"))
    room.handle(make_event(2, "RequestFailed"))
    assert len(room.mailer.sent) == 1
    assert sorted(one.status for one in room.log()) == [Status.DROPPED, Status.SENT]


@pytest.mark.parametrize("off", [Kind.APPROVAL_REQUESTED, Kind.INVITATION])
def test_what_others_wait_for_cannot_be_switched_off(off: Kind) -> None:
    with pytest.raises(ValueError, match="cannot be switched off"):
        Wishes(organization_id=ORGANIZATION, user_id="mara", off=(off,))


def test_a_recipient_gets_no_more_than_a_day_allows(room: Room) -> None:
    for number in range(RECIPIENT_A_DAY + 2):
        room.handle(make_event(number + 1, "RequestFinalized"))
    assert len(room.mailer.sent) == RECIPIENT_A_DAY
    room.later(hours=24)
    assert len(room.mailer.sent) == RECIPIENT_A_DAY + 2


def test_an_organization_sends_no_more_than_a_day_allows(room: Room) -> None:
    now = room.clock.now()
    full = [
        Pace(
            organization_id=ORGANIZATION,
            subject=f"{WHOLE_ORGANIZATION}-{number}",
            day=now.date(),
            sent=ORGANIZATION_A_DAY // SHARES,
            version=1,
        )
        for number in range(SHARES)
    ]
    room.repository.save(paces=full[1:])
    room.handle(make_event(2, "RequestFinalized"))
    assert len(room.mailer.sent) == 1
    share = room.repository.pace(ORGANIZATION, full[0].subject, now)
    room.repository.save(paces=[full[0].model_copy(update={"version": share.version + 1})])
    room.handle(make_event(1, "RequestFinalized"))
    assert len(room.mailer.sent) == 1
    held = next(one for one in room.log() if one.status is Status.HELD)
    assert held.next_at == datetime.combine(now.date() + timedelta(days=1), time(), UTC)


def test_a_result_whose_answer_was_lost_is_repeated_and_a_hint_is_not(room: Room) -> None:
    room.mailer.down = True
    room.handle(make_event(1, "RequestFinalized"))
    room.handle(room.warned())
    room.mailer.down = False
    room.later(minutes=10)
    room.later(hours=3)
    assert [mail.recipients for mail in room.mailer.sent] == [(REQUESTER.address,)]
    (dead,) = room.log(dead=True)
    assert (dead.kind, dead.failures[-1].category) == (Kind.QUOTA_WARNING, Category.TRANSIENT)


def test_who_dies_between_claim_and_answer_keeps_the_promise_of_the_kind(room: Room) -> None:
    class KilledError(BaseException):
        """The process ends."""

    def killed(*_: object) -> None:
        raise KilledError

    send = room.mailer.send
    room.mailer.send = killed  # type: ignore[method-assign, assignment]
    for event in (make_event(1, "RequestFinalized"), room.warned()):
        with pytest.raises(KilledError):
            room.handle(event)
    room.mailer.send = send  # type: ignore[method-assign]
    room.handle(make_event(1, "RequestFinalized"))
    assert room.mailer.sent == []
    room.later(minutes=6)
    assert [mail.recipients for mail in room.mailer.sent] == [(REQUESTER.address,)]
    assert [one.kind for one in room.log(dead=True)] == [Kind.QUOTA_WARNING]


def test_a_transient_failure_is_tried_with_growing_distance_until_it_is_dead(room: Room) -> None:
    room.mailer.down = True
    room.handle(make_event(1, "RequestFinalized"))
    for _ in range(200):
        room.later(minutes=5)
    (dead,) = room.log(dead=True)
    gaps = [
        (later.at - earlier.at) / timedelta(minutes=5)
        for earlier, later in zip(dead.failures, dead.failures[1:], strict=False)
    ]
    assert gaps == [1, 2, 4, 8, 16, 32, 64]


def test_a_wrong_address_is_dead_at_once(room: Room) -> None:
    room.facts.told = REQUESTER.model_copy(update={"address": "no address"})
    room.handle(make_event(1, "RequestFinalized"))
    (dead,) = room.log(dead=True)
    assert (dead.tries, dead.failures[0].category) == (1, Category.VALIDATION)


def test_our_own_fault_is_dead_at_once_and_named_as_such(room: Room) -> None:
    def unverified(*_: object) -> None:
        raise MailMisconfiguredError("The sender is not verified.")

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    for number, fault in enumerate((unverified, broken), 1):
        room.mailer.send = fault  # type: ignore[method-assign, assignment]
        room.handle(make_event(number, "RequestFinalized"))
    dead = room.log(dead=True)
    assert [one.failures[0].category for one in dead] == [Category.SYSTEM] * 2
    events = [record.new["data"]["type"] for record in room.table.drain() if record.new["type"] == "event"]
    assert events.count("DeliveryFailed") == 2


def admin() -> Access:
    return Access(user_id="owner", organization_id=ORGANIZATION, role=Role.OWNER)


def test_what_is_driven_again_starts_anew_and_goes_out_once(room: Room) -> None:
    desk = room.desk
    room.mailer.refused = {REQUESTER.address}
    room.handle(make_event(1, "RequestFinalized"))
    room.later(minutes=31)
    (dead,) = desk.log(admin(), 10, dead=True).items
    room.mailer.refused = set()
    again = desk.redrive(admin(), dead.id)
    assert (again.tries, len(again.failures)) == (0, 2)
    driven = {"aggregate_id": dead.id, "occurred_at": room.clock.now()}
    event = make_event(9, "DeliveryRedriven").model_copy(update=driven)
    for _ in range(2):
        room.handle(event)
    assert len(room.mailer.sent) == 1
    with pytest.raises(NotDeadError):
        desk.redrive(admin(), dead.id)


def test_so_many_can_be_driven_again_in_a_minute(room: Room) -> None:
    desk = room.desk
    room.facts.told = REQUESTER.model_copy(update={"address": "no address"})
    for number in range(REDRIVES_A_MINUTE + 1):
        room.handle(make_event(number + 1, "RequestFinalized"))
    dead = room.log(dead=True)
    for one in dead[:-1]:
        desk.redrive(admin(), one.id)
    with pytest.raises(TooManyRedrivesError):
        desk.redrive(admin(), dead[-1].id)
    room.clock.advance(seconds=60)
    desk.redrive(admin(), dead[-1].id)


class RunningClock(FrozenClock):
    """A millisecond passes whenever somebody looks."""

    def now(self) -> datetime:
        self.advance(seconds=0.001)
        return super().now()


def test_a_question_goes_at_once_while_time_goes_on() -> None:
    room = Room(clock=RunningClock())
    room.facts.approvers = ["jon@northbeam.example"]
    room.handle(room.opened(1))
    assert len(room.mailer.sent) == 1
