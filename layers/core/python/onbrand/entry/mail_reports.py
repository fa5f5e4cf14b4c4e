"""What SES reports of our mails, as EventBridge brings it."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from onbrand.notify.feedback import MailReport, Severity
from onbrand.notify.reach import Reason

PERMANENT = "Permanent"


class _Mailbox(BaseModel):
    email_address: str = Field(alias="emailAddress")


class _Bounce(BaseModel):
    type: str = Field(alias="bounceType")
    recipients: list[_Mailbox] = Field(alias="bouncedRecipients")
    timestamp: datetime


class _Complaint(BaseModel):
    recipients: list[_Mailbox] = Field(alias="complainedRecipients")
    timestamp: datetime


class _Mail(BaseModel):
    tags: dict[str, list[str]]


class _Detail(BaseModel):
    event_type: Literal["Bounce", "Complaint"] = Field(alias="eventType")
    mail: _Mail
    bounce: _Bounce | None = None
    complaint: _Complaint | None = None


class SesReport(BaseModel):
    """A message of the queue; its detail holds addresses and is in no dump."""

    id: str
    detail: _Detail = Field(exclude=True, repr=False)

    def told(self) -> MailReport | None:
        """The report in our words; None for a mail that no delivery made."""
        tags, found = self.detail.mail.tags, self.detail.bounce or self.detail.complaint
        facts: dict[str, Any] = {
            name: next(iter(tags.get(tag, ())), None)
            for name, tag in (("organization_id", "organization"), ("delivery_id", "delivery"))
        }
        if found is None or None in facts.values():
            return None
        passing = isinstance(found, _Bounce) and found.type != PERMANENT
        return MailReport(
            **facts,
            addresses=tuple(one.email_address for one in found.recipients),
            reason=Reason.BOUNCED if isinstance(found, _Bounce) else Reason.COMPLAINED,
            severity=Severity.PASSING if passing else Severity.LASTING,
            at=found.timestamp,
        )
