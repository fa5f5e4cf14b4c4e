"""What the calls of a day to a provider came to."""

from datetime import date
from decimal import Decimal

from pydantic import Field

from onbrand.kernel.money import Money
from onbrand.kernel.values import Value


class UsageSummary(Value):
    """Calls of one organization to one provider on one day of UTC.

    ``successful`` were answered with 2xx, ``failed`` is every other one, also those whose outcome nobody
    knows. Response times in milliseconds, of the calls that were answered; None when none was.
    ``p95_response_ms`` by nearest rank.
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
