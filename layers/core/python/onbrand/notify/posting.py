"""Hands mails over and keeps each in the ledger of calls: before it is sent, and with what became of it.

A mail whose hand-over was not answered may have gone out, so its outcome is unknown and its price is kept; a
mail that was refused costs nothing.
"""

from datetime import timedelta
from hashlib import sha256

from onbrand.kernel.calls import ApiCall, CallOutcome
from onbrand.kernel.clock import Clock
from onbrand.kernel.events import Event
from onbrand.kernel.money import Money
from onbrand.metering.prices import MAIL
from onbrand.notify.errors import MailRefusedError, MailUnavailableError
from onbrand.notify.ports import CallLedger, Mailer

PROVIDER = "ses"
OPERATION = "send_email"
ACCEPTED, REFUSED = 200, 400
MILLISECOND = timedelta(milliseconds=1)


class Post:
    """Sends mails of events."""

    def __init__(self, mailer: Mailer, ledger: CallLedger, clock: Clock) -> None:
        self._mailer = mailer
        self._ledger = ledger
        self._clock = clock

    def send(self, event: Event, brand_id: str | None, raw: bytes, sender: str, recipient: str) -> None:
        """Sends a MIME message to one address. Raises MailRefusedError, MailUnavailableError."""
        row = self._begin(event, brand_id, len(raw), recipient)
        try:
            self._mailer.send(raw, sender, [recipient])
        except MailRefusedError as error:
            free = Money(currency=row.cost.currency)
            self._settle(row, CallOutcome.FAILED, status=REFUSED, error=error.detail, cost=free)
            raise
        except MailUnavailableError as error:
            self._settle(row, CallOutcome.UNKNOWN, error=error.detail)
            raise
        self._settle(row, CallOutcome.SUCCEEDED, status=ACCEPTED)

    def _begin(self, event: Event, brand_id: str | None, size: int, recipient: str) -> ApiCall:
        """The row of the first attempt that was not made yet. Addresses are not kept, only their digests."""
        attempt = 0
        while True:
            attempt += 1
            row = ApiCall(
                organization_id=event.organization_id,
                request_id=event.aggregate_id if event.aggregate == "request" else None,
                cause=f"{event.id}-{sha256(recipient.lower().encode()).hexdigest()[:12]}",
                brand_id=brand_id,
                provider=PROVIDER,
                operation=OPERATION,
                attempt=attempt,
                requested_at=self._clock.now(),
                outcome=CallOutcome.PENDING,
                cost=MAIL.cost,
                price_version=MAIL.version,
                bytes=size,
            )
            earlier = self._ledger.begin(row)
            if earlier is None:
                return row
            if earlier.outcome is CallOutcome.PENDING:
                self._ledger.settle(earlier.model_copy(update={"outcome": CallOutcome.UNKNOWN}))

    def _settle(self, row: ApiCall, outcome: CallOutcome, **known: object) -> None:
        took = round((self._clock.now() - row.requested_at) / MILLISECOND)
        self._ledger.settle(
            row.model_copy(update={"outcome": outcome, "response_time_ms": max(0, took), **known})
        )
