"""What a day comes to: usage of a provider, what a brand spent, how compliant its content was."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from onbrand.kernel.money import Money
from onbrand.kernel.values import Value


class UsageSummary(Value):
    """Calls of one organization to one provider on one day of its time zone.

    ``successful`` were answered with 2xx, ``failed`` is every other one, also those whose outcome nobody
    knows. Response times in milliseconds, of the calls that were answered; None when none was.
    ``p95_response_ms`` by nearest rank. ``tokens`` are those that models counted, ``bytes`` what was
    received or sent.
    """

    organization_id: str
    date: date
    provider: str
    total: int = Field(ge=0)
    successful: int = Field(ge=0)
    failed: int = Field(ge=0)
    cost: Money
    average_response_ms: Decimal | None
    p95_response_ms: int | None
    tokens: int = Field(default=0, ge=0)
    bytes: int = Field(default=0, ge=0)


class SpendSummary(Value):
    """What one brand's calls to one provider cost on one day; ``brand_id`` is ``none`` for calls of no
    brand."""

    organization_id: str
    date: date
    brand_id: str
    provider: str
    total: int = Field(ge=0)
    cost: Money


class Dimension(StrEnum):
    """What compliance is summed by."""

    BRAND = "brand"
    TEMPLATE = "template"
    AUTHOR = "author"


class Share(Value):
    """A sum of scores and how many they are, so that sums of sums stay exact."""

    total: Decimal = Decimal(0)
    count: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(total=self.total + other.total, count=self.count + other.count)


class ComplianceSummary(Value):
    """The assets that were judged, and the decisions that were taken, on one day (or in the week from
    ``date`` on).

    ``findings`` counts assets by check: those in which it found something. ``waivers`` counts findings that
    somebody waived.
    """

    organization_id: str
    dimension: Dimension
    subject_id: str
    date: date
    assets: int = Field(default=0, ge=0)
    score: Share = Share()
    passed: int = Field(default=0, ge=0)
    failed: int = Field(default=0, ge=0)
    components: dict[str, Share] = Field(default_factory=dict)
    findings: dict[str, int] = Field(default_factory=dict)
    waivers: int = Field(default=0, ge=0)
    decisions: dict[str, int] = Field(default_factory=dict)
