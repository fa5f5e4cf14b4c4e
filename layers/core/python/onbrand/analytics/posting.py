"""Hands a report's mails over, each with its row in the ledger of calls."""

from datetime import timedelta
from hashlib import sha256

from onbrand.analytics.mail import ReportMail
from onbrand.analytics.model import MailState, Report
from onbrand.analytics.ports import CallLedger, Mailer
from onbrand.kernel.calls import ApiCall, CallOutcome
from onbrand.kernel.clock import Clock
from onbrand.kernel.errors import OnBrandError, Unavailable
from onbrand.kernel.money import Money
from onbrand.metering.prices import MAIL

ACCEPTED, REFUSED = 200, 400
MILLISECOND = timedelta(milliseconds=1)


class ReportPost:
    """``sender``: the address that mails come from."""

    def __init__(self, mailer: Mailer, ledger: CallLedger, sender: str, clock: Clock) -> None:
        self._mailer = mailer
        self._ledger = ledger
        self._sender = sender
        self._clock = clock

    def send(self, report: Report, recipient: str, mail: ReportMail) -> MailState:
        """Sends to one address; what became of it."""
        raw = mail.to(recipient, self._sender, self._clock.now())
        row = ApiCall(
            organization_id=report.organization_id,
            cause=f"{report.id}-{sha256(recipient.encode()).hexdigest()[:12]}",
            provider="ses",
            operation="send_email",
            attempt=1,
            requested_at=self._clock.now(),
            outcome=CallOutcome.PENDING,
            cost=MAIL.cost,
            price_version=MAIL.version,
            bytes=len(raw),
        )
        if self._ledger.begin(row) is not None:
            return MailState.UNKNOWN
        try:
            self._mailer.send(raw, self._sender, [recipient])
        except Unavailable as error:
            self._settle(row, CallOutcome.UNKNOWN, error=error.detail)
            return MailState.UNKNOWN
        except OnBrandError as error:
            free = Money(currency=row.cost.currency)
            self._settle(row, CallOutcome.FAILED, status=REFUSED, error=error.detail, cost=free)
            return MailState.REFUSED
        self._settle(row, CallOutcome.SUCCEEDED, status=ACCEPTED)
        return MailState.SENT

    def _settle(self, row: ApiCall, outcome: CallOutcome, **known: object) -> None:
        took = max(0, round((self._clock.now() - row.requested_at) / MILLISECOND))
        self._ledger.settle(row.model_copy(update={"outcome": outcome, "response_time_ms": took, **known}))
