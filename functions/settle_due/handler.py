"""Door of the schedule that settles what is due: reviews and their deadlines, decisions that resumed nothing, requests
that nothing has started, waivers that have ended, reservations whose outcome nobody told, messages that waited for
their moment or failed."""

from contextlib import ExitStack
from datetime import datetime
from typing import Any

from onbrand.bootstrap.approval import approval_service
from onbrand.bootstrap.content import pipeline_runs, waivers
from onbrand.bootstrap.metering import spending
from onbrand.bootstrap.notify import notify_service
from onbrand.entry.schedule import scheduled


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Settles everything that is due at ``now``; one that fails keeps no other from its turn."""
    told: dict[str, Any] = {}
    with ExitStack() as turns:  # the last callback has the first turn, and an error leaves the others theirs
        turns.callback(lambda: told.update(messages=notify_service().settle_due(now)))
        turns.callback(lambda: told.update(reservations=spending().reconcile(now)))
        turns.callback(lambda: told.update(lapsed=waivers().lapse(now)))
        turns.callback(lambda: told.update(started=pipeline_runs().start_waiting(now)))
        turns.callback(lambda: told.update(approval_service().settle_due(now).model_dump()))
    return told
