"""Hands mails over and keeps each in the ledger of calls: before it is sent, and with what became of it.

A mail whose hand-over was not answered may have gone out, so its outcome is unknown and its price is kept; a
mail that was refused costs nothing.
"""

from datetime import timedelta

from onbrand.kernel.calls import ApiCall, CallOutcome
from onbrand.kernel.clock import Clock
from onbrand.kernel.money import Money
from onbrand.metering.prices import MAIL
from onbrand.notify.delivery import Delivery
from onbrand.notify.errors import DeliveryFailedError
from onbrand.notify.ports import CallLedger, Mailer

PROVIDER = "ses"
OPERATION = "send_email"
ACCEPTED, REFUSED = 200, 400
MILLISECOND = timedelta(milliseconds=1)


class Post:
    """Sends mails of deliveries."""

    def __init__(self, mailer: Mailer, ledger: CallLedger, clock: Clock) -> None:
        self._mailer = mailer
        self._ledger = ledger
        self._clock = clock

    def send(self, delivery: Delivery, brand_id: str | None, raw: bytes, sender: str) -> str | None:
        """Sends a MIME message to the delivery's address; the service's name for it. Raises what Mailer raises."""
        row = self._begin(delivery, brand_id, len(raw))
        tags = {"organization": delivery.organization_id, "delivery": delivery.id}
        try:
            reference = self._mailer.send(raw, sender, [delivery.target.address], tags)
        except DeliveryFailedError as error:
            if error.may_have_arrived:
                self._settle(row, CallOutcome.UNKNOWN, error=error.detail)
            else:
                free = Money(currency=row.cost.currency)
                self._settle(row, CallOutcome.FAILED, status=REFUSED, error=error.detail, cost=free)
            raise
        self._settle(row, CallOutcome.SUCCEEDED, status=ACCEPTED)
        return reference

    def _begin(self, delivery: Delivery, brand_id: str | None, size: int) -> ApiCall:
        """The row of the first attempt that was not made yet. Addresses are not kept."""
        attempt = 0
        while True:
            attempt += 1
            row = ApiCall(
                organization_id=delivery.organization_id,
                request_id=delivery.request_id,
                cause=delivery.id,
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
