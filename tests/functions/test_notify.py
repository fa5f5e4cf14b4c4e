"""Mails through the handler, from the records of a whole organization."""

from datetime import timedelta

from functions.approval_links.handler import handler as open_link
from functions.notify.handler import handler
from functions.settle_due.handler import handler as settle
from onbrand.bootstrap.identity import organizations
from onbrand.bootstrap.parts import Parts
from onbrand.identity import NewMember, Role
from tests.support.http import Context, answer_of, http_event
from tests.support.records import queue_batch
from tests.support.scenes import events_of, found, in_review


def test_the_approver_gets_the_picture_and_a_link_that_opens(own: Parts) -> None:
    scene = in_review(own)
    event = events_of(own)[-1]
    assert handler(queue_batch([event, event]), Context()) == {"batchItemFailures": []}
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
    handler(queue_batch([events_of(own)[-1]]), Context())
    (mail,) = own.mailer.sent  # type: ignore[attr-defined]
    assert b"the-task-token" not in mail.raw


def test_who_is_invited_hears_of_it(own: Parts) -> None:
    scene = found(own)
    organizations().add_member(scene.access, NewMember(email="new@northbeam.example", role=Role.VIEWER))
    handler(queue_batch([events_of(own)[-1]]), Context())
    (mail,) = own.mailer.sent  # type: ignore[attr-defined]
    assert mail.recipients == ("new@northbeam.example",)


def test_a_mail_that_could_not_be_sent_goes_when_the_schedule_fires(own: Parts) -> None:
    in_review(own)
    own.mailer.down = True  # type: ignore[attr-defined]
    assert handler(queue_batch([events_of(own)[-1]]), Context()) == {"batchItemFailures": []}
    own.mailer.down = False  # type: ignore[attr-defined]
    later = own.clock.now() + timedelta(minutes=6)
    settle({"time": later.isoformat()}, Context())
    settle({"time": later.isoformat()}, Context())
    assert len(own.mailer.sent) == 1  # type: ignore[attr-defined]
