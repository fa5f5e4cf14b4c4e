"""What a delivery carries: ids of what is told, looked up when it is sent, or the figures themselves. Never a
person's text, a picture or a secret."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from onbrand.kernel.events import Event
from onbrand.kernel.money import Money
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


class AddressCheck(Value):
    """An address has to be confirmed with a code."""

    form: Literal["address_check"] = "address_check"
    code: str = Field(min_length=4, max_length=32, repr=False)
    valid_minutes: int = Field(ge=1)


class QuotaWarning(Value):
    """A quota is nearly or wholly used up. ``subject``: what is limited, as in "Pictures bought"; ``used`` and
    ``limit`` as people read them, such as "820" or "41.00 EUR"; ``share``: used of limit, 1 is all of it."""

    form: Literal["quota"] = "quota"
    organization_name: str
    subject: str = Field(max_length=80)
    used: str = Field(max_length=40)
    limit: str = Field(max_length=40)
    share: float = Field(ge=0)
    resets_at: datetime | None = None
    brand_id: str | None = None
    brand_name: str | None = None

    @property
    def is_used_up(self) -> bool:
        """Whether nothing is left."""
        return self.share >= 1


class ReportLine(Value):
    """A brand in a weekly report; ``score``: 0 to 1, ``spent`` by currency."""

    name: str = Field(max_length=120)
    made: int = Field(ge=0)
    approved: int = Field(ge=0)
    score: float | None = Field(default=None, ge=0, le=1)
    score_before: float | None = Field(default=None, ge=0, le=1)
    spent: tuple[Money, ...] = ()


class WeeklyReport(Value):
    """A week of an organization, from Monday ``first`` to Sunday ``last``; ``findings``: the most frequent, with
    how often."""

    form: Literal["weekly"] = "weekly"
    organization_name: str
    first: date
    last: date
    total: ReportLine
    brands: tuple[ReportLine, ...] = Field(default=(), max_length=20)
    findings: tuple[tuple[str, int], ...] = Field(default=(), max_length=5)


class EventTold(Value):
    """An event as such, for machines."""

    form: Literal["event"] = "event"
    event: Event


Content = Annotated[
    Question
    | Questions
    | RequestNews
    | InvitationNews
    | AddressCheck
    | QuotaWarning
    | WeeklyReport
    | EventTold,
    Field(discriminator="form"),
]
