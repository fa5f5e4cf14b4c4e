"""A call to somebody else's API, as it is kept in the ledger."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from onbrand.kernel.money import Money
from onbrand.kernel.values import Value


class CallOutcome(StrEnum):
    """``pending`` was written before a paid call; one that stays so has an unknown outcome."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    UNKNOWN = "unknown"


class RateLimitState(Value):
    """What was left of a limit; all absent when nobody knew. ``told``: the provider said so itself with its answer,
    otherwise it is what we count."""

    limit: int | None = None
    remaining: int | None = None
    resets_at: datetime | None = None
    told: bool = False


class ApiCall(Value):
    """One external call. ``requested_at`` is fixed before the first try, so a repetition writes the same row.

    ``cause`` is what else than its request tells a call apart: the event and the receiver of a mail.
    ``price_version`` names the price list that ``cost`` was taken from; ``bytes`` counts what was received
    (of a mail: sent), ``tokens_used`` what a model counted.
    """

    organization_id: str
    request_id: str | None = None
    cause: str | None = None
    brand_id: str | None = None
    provider: str
    operation: str
    attempt: int
    requested_at: datetime
    outcome: CallOutcome
    status: int | None = None
    response_time_ms: int = 0
    cost: Money = Money()
    price_version: str | None = None
    tokens_used: int = Field(default=0, ge=0)
    bytes: int = Field(default=0, ge=0)
    rate_limit: RateLimitState = RateLimitState()
    error: str | None = None

    @property
    def id(self) -> str:
        """Deterministic: one row per request (or other cause), operation and attempt."""
        return ".".join(filter(None, (self.request_id, self.cause, self.operation, str(self.attempt))))
