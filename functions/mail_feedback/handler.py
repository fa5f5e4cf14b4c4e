"""Door of the queue with what the mail service reports: mail that came back, and complaints."""

from typing import Any

from onbrand.bootstrap.notify import feedback
from onbrand.entry.batch import worker
from onbrand.entry.mail_reports import SesReport


@worker(SesReport)
def handler(report: SesReport) -> dict[str, Any]:
    """Keeps addresses from getting mail that comes back."""
    told = report.told()
    return {"suppressed": len(feedback().take(told)) if told else 0}
