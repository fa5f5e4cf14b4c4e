"""A call to somebody else's API, as it is kept in the ledger."""

from datetime import datetime
from enum import StrEnum

from onbrand.kernel.money import Money
from onbrand.kernel.values import Value


class CallOutcome(StrEnum):
    """``pending`` was written before a paid call; one that stays so has an unknown outcome."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    UNKNOWN = "unknown"


class RateLimitState(Value):
    """What the provider said of its limit with the answer; all absent when it said nothing."""

    limit: int | None = None
    remaining: int | None = None
    resets_at: datetime | None = None


class ApiCall(Value):
    """One external call. ``requested_at`` is fixed before the first try, so a repetition writes the same row."""

    organization_id: str
    request_id: str
    provider: str
    operation: str
    attempt: int
    requested_at: datetime
    outcome: CallOutcome
    status: int | None = None
    response_time_ms: int = 0
    cost: Money = Money()
    rate_limit: RateLimitState = RateLimitState()
    error: str | None = None

    @property
    def id(self) -> str:
        """Deterministic: one row per request, operation and attempt."""
        return f"{self.request_id}.{self.operation}.{self.attempt}"
