"""Addresses that get no mail any more, because mail to them came back or was called unwanted."""

from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from onbrand.kernel.values import Value


class Reason(StrEnum):
    """``bounced``: there is no such mailbox; ``complained``: its owner called our mail unwanted."""

    BOUNCED = "bounced"
    COMPLAINED = "complained"


class Unreachable(Value):
    """An address of an organization that is sent nothing, until somebody lifts that; ``id`` is its digest;
    ``request_id``: of the mail that came back."""

    id: str
    organization_id: str
    address: str
    user_id: str | None = None
    request_id: str | None = None
    reason: Reason
    since: datetime
    lifted_at: datetime | None = None
    version: int = 1

    @property
    def is_suppressed(self) -> bool:
        """Whether it is sent nothing."""
        return self.lifted_at is None


def address_digest(address: str) -> str:
    """Names an address without telling it."""
    return sha256(address.strip().lower().encode()).hexdigest()[:32]
