"""What a delivery carries: ids of what is told, looked up when it is sent, or the figures themselves. Never a
person's text, a picture or a secret."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from onbrand.kernel.events import Event
from onbrand.kernel.values import Value


class Question(Value):
    """A person is asked to decide; ``handed_on_by``: whose question it was before."""

    form: Literal["question"] = "question"
    request_id: str
    step: int
    approver_id: str
    handed_on_by: str | None = None


class Questions(Value):
    """Several questions to one person, in one message."""

    form: Literal["questions"] = "questions"
    asked: tuple[Question, ...] = Field(min_length=1)


class RequestNews(Value):
    """What became of a request; ``about``: the person that the news is about, when not the requester."""

    form: Literal["request"] = "request"
    request_id: str
    about: str | None = None


class InvitationNews(Value):
    """Somebody is invited."""

    form: Literal["invitation"] = "invitation"
    invitation_id: str


class QuotaWarning(Value):
    """A quota is nearly or wholly used up. ``subject``: what is limited, as in "Pictures bought"; ``used`` and
    ``limit`` as people read them, such as "820" or "41.00 EUR"; ``share``: used of limit, 1 is all of it."""

    form: Literal["quota"] = "quota"
    subject: str = Field(max_length=80)
    used: str = Field(max_length=40)
    limit: str = Field(max_length=40)
    share: float = Field(ge=0)
    resets_at: datetime | None = None
    brand_id: str | None = None

    @property
    def is_used_up(self) -> bool:
        """Whether nothing is left."""
        return self.share >= 1


class WebhookNews(Value):
    """A webhook was switched off, and nobody did it; ``gone``: its receiver said that it wants no more, otherwise
    every attempt of days failed."""

    form: Literal["webhook"] = "webhook"
    endpoint_id: str
    gone: bool


class ReportNews(Value):
    """A report is there."""

    form: Literal["report"] = "report"
    report_id: str


class EventTold(Value):
    """An event as such, for machines."""

    form: Literal["event"] = "event"
    event: Event


Content = Annotated[
    Question | Questions | RequestNews | InvitationNews | QuotaWarning | WebhookNews | ReportNews | EventTold,
    Field(discriminator="form"),
]
