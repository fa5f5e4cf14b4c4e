"""Mails through the handler, from the records of a whole organization."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from functions.approval_links.handler import handler as open_link
from functions.notify.handler import handler as notify
from functions.send_message.handler import handler as deliver
from functions.settle_due.handler import handler as settle
from infra.manifest import FUNCTIONS, QueueTrigger
from onbrand.bootstrap.identity import organizations
from onbrand.bootstrap.parts import Parts
from onbrand.identity import NewMember, Role
from onbrand.metering.budget_words import warned
from onbrand.metering.budgets import Tally, Use
from onbrand.metering.subscription import Subscription
from onbrand.notify import EVENTS, MESSAGE_FAILED, MailMisconfiguredError
from tests.support.http import Context, answer_of, http_event
from tests.support.records import make_event, queue_batch
from tests.support.scenes import events_of, found, in_review
from tests.support.sending import send_waiting, tell


def test_the_approver_gets_the_picture_and_a_link_that_opens(own: Parts) -> None:
    scene = in_review(own)
    event = events_of(own)[-1]
    assert tell(own, [event, event]) == {"batchItemFailures": []}
    (mail,) = own.mailer.sent  # type: ignore[attr-defined]
    assert mail.recipients == (scene.approver.email,)
    assert "image/jpeg" in [part.get_content_type() for part in mail.message.walk()]
    text = mail.message.get_body(("plain",)).get_content()
    (line,) = [line for line in text.splitlines() if line.startswith("https://")]
    link = line.removeprefix("https://api.onbrand.example/approvals/")
    page = http_event("GET", f"/approvals/{link}", parameters={"link": link}, route="GET /approvals/{link}")
    assert answer_of(open_link(page, Context())).status == 200


def test_the_token_of_the_task_is_in_no_mail(own: Parts) -> None:
    in_review(own)
    tell(own, [events_of(own)[-1]])
    (mail,) = own.mailer.sent  # type: ignore[attr-defined]
    assert b"the-task-token" not in mail.raw


def test_who_is_invited_hears_of_it(own: Parts) -> None:
    scene = found(own)
    organizations().add_member(scene.access, NewMember(email="new@northbeam.example", role=Role.VIEWER))
    tell(own, [events_of(own)[-1]])
    (mail,) = own.mailer.sent  # type: ignore[attr-defined]
    assert mail.recipients == ("new@northbeam.example",)


def test_a_mail_that_could_not_be_sent_goes_when_the_schedule_fires(own: Parts) -> None:
    in_review(own)
    own.mailer.down = True  # type: ignore[attr-defined]
    assert tell(own, [events_of(own)[-1]]) == {"batchItemFailures": []}
    own.mailer.down = False  # type: ignore[attr-defined]
    later = own.clock.now() + timedelta(minutes=6)
    for _ in range(2):
        settle({"time": later.isoformat()}, Context())
        send_waiting(own)
    assert len(own.mailer.sent) == 1  # type: ignore[attr-defined]


def test_a_sender_that_is_stopped_or_slow_keeps_nobody_else_waiting(own: Parts) -> None:
    """Each message has a job of its own: what becomes of one says nothing of the others."""
    scene = found(own)
    addresses = [f"new-{number}@northbeam.example" for number in range(5)]
    for address in addresses:
        organizations().add_member(scene.access, NewMember(email=address, role=Role.VIEWER))
    invited = [event for event in events_of(own) if event.type == "MemberInvited"]
    send = own.mailer.send

    class Stopped(BaseException):
        """The function's time is over."""

    def slow(raw: bytes, sender: str, recipients: Any, *more: Any) -> Any:
        if recipients == addresses[2:3]:
            raise Stopped
        return send(raw, sender, recipients, *more)

    own.mailer.send = slow  # type: ignore[method-assign, assignment]
    assert notify(queue_batch(invited), Context()) == {"batchItemFailures": []}
    jobs = list(own.work.waiting)  # type: ignore[attr-defined]
    assert len(jobs) == len(set(jobs)) == 5
    for job in jobs:
        with suppress(Stopped):
            record = {"messageId": "m", "body": job, "eventSource": "aws:sqs"}
            assert deliver({"Records": [record]}, Context()) == {"batchItemFailures": []}
    sent = own.mailer.sent  # type: ignore[attr-defined]
    assert [mail.recipients[0] for mail in sent] == addresses[:2] + addresses[3:]
    own.mailer.send = send  # type: ignore[method-assign]
    own.work.waiting.clear()  # type: ignore[attr-defined]
    settle({"time": (own.clock.now() + timedelta(minutes=6)).isoformat()}, Context())
    send_waiting(own)
    assert [mail.recipients[0] for mail in sent[4:]] == addresses[2:3]


def test_what_failed_for_good_is_called_out_with_its_category(own: Parts, caplog: Any) -> None:
    in_review(own)

    def unverified(*_: object) -> None:
        raise MailMisconfiguredError("The sender is not verified.")

    own.mailer.send = unverified  # type: ignore[method-assign, assignment]
    tell(own, [events_of(own)[-1]])
    (line,) = [line for line in caplog.records if line.message == MESSAGE_FAILED]
    assert (line.levelname, line.category) == ("ERROR", "system")


def test_the_rule_brings_exactly_what_is_told() -> None:
    (row,) = (row for row in FUNCTIONS if row.name == "notify")
    assert isinstance(row.trigger, QueueTrigger)
    assert sorted(row.trigger.events) == sorted(EVENTS)


def test_who_may_read_what_is_spent_hears_of_a_budget_as_metering_tells_it(own: Parts) -> None:
    scene = in_review(own)
    organization_id = scene.organization.id
    period = Subscription(anchor=date(2026, 1, 1), time_zone="UTC").period(own.clock.now())
    tally = Tally(
        organization_id=organization_id,
        brand_id=scene.brand.id,
        period=period.day,
        meters={"EUR": Use(used=Decimal("41.00"))},
    )
    payload = warned(tally, "EUR", Decimal(50), 80, period)
    event = make_event(
        1, "BudgetWarned", organization_id=organization_id, aggregate="budget", payload=payload
    )
    tell(own, [event, event])
    sent = {mail.recipients[0]: mail for mail in own.mailer.sent}  # type: ignore[attr-defined]
    assert len(own.mailer.sent) == len(sent)  # type: ignore[attr-defined]
    assert scene.owner.email in sent
    text = sent[scene.owner.email].message.get_body(("plain",)).get_content()
    assert "Northbeam Coffee" in text
    assert "41.00 EUR of 50.00 EUR" in text
    assert f"Brand:       {scene.brand.design.name}" in text
