"""Bounces and complaints as SES reports them, through the handler."""

import json
from typing import Any

from functions.mail_feedback.handler import handler
from onbrand.bootstrap.notify import delivery_records
from onbrand.bootstrap.parts import Parts
from onbrand.notify import Status
from tests.support.http import Context
from tests.support.scenes import Scene, events_of, in_review
from tests.support.sending import tell


def report(scene: Scene, event_type: str = "Bounce", bounce_type: str = "Permanent") -> dict[str, Any]:
    """The batch of a queue with one report, as the default bus brings it."""
    (delivery,) = delivery_records().log(scene.organization.id, 10, None, dead=False).items
    mailbox = {"emailAddress": scene.approver.email, "action": "failed", "status": "5.1.1"}
    about = {
        "Bounce": {"bounce": {"bounceType": bounce_type, "bouncedRecipients": [mailbox]}},
        "Complaint": {"complaint": {"complainedRecipients": [mailbox], "complaintFeedbackType": "abuse"}},
    }[event_type]
    next(iter(about.values()))["timestamp"] = "2026-01-05T09:01:00.000Z"
    tags = {"organization": [scene.organization.id], "delivery": [delivery.id]}
    mail = {"messageId": delivery.reference, "source": "no-reply@onbrand.example", "tags": tags}
    detail = {"eventType": event_type, "mail": mail, **about}
    body = {"id": "b5c0", "source": "aws.ses", "detail-type": "Email Bounced", "detail": detail}
    return {"Records": [{"messageId": "1", "body": json.dumps(body), "eventSource": "aws:sqs"}]}


def test_a_bounce_hands_the_question_to_somebody_who_can_be_reached(own: Parts, capsys: Any) -> None:
    scene = in_review(own)
    tell(own, [events_of(own)[-1]])
    assert handler(report(scene), Context()) == {"batchItemFailures": []}
    suppressed = events_of(own)[-1]
    assert suppressed.type == "MailAddressSuppressed"
    assert scene.approver.email not in capsys.readouterr().out
    assert scene.approver.email not in suppressed.model_dump_json()
    assert tell(own, [suppressed]) == {"batchItemFailures": []}
    subjects = [str(mail.message["Subject"]) for mail in own.mailer.sent]  # type: ignore[attr-defined]
    assert any("cannot be reached by mail" in subject for subject in subjects)


def test_a_complaint_counts_and_a_full_mailbox_does_not(own: Parts) -> None:
    scene = in_review(own)
    tell(own, [events_of(own)[-1]])
    before = len(events_of(own))
    handler(report(scene, bounce_type="Transient"), Context())
    assert len(events_of(own)) == before
    handler(report(scene, "Complaint"), Context())
    assert events_of(own)[-1].payload["reason"] == "complained"


def test_a_mail_of_nobody_is_passed_over(own: Parts) -> None:
    scene = in_review(own)
    tell(own, [events_of(own)[-1]])
    batch = report(scene)
    body = json.loads(batch["Records"][0]["body"])
    body["detail"]["mail"]["tags"] = {"ses:from-domain": ["onbrand.example"]}
    batch["Records"][0]["body"] = json.dumps(body)
    assert handler(batch, Context()) == {"batchItemFailures": []}
    (delivery,) = delivery_records().log(scene.organization.id, 10, None, dead=False).items
    assert delivery.status is Status.SENT
