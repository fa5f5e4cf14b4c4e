"""Provides what a run of a task used, and reports of it."""

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from math import ceil
from typing import Any

from onbrand.adapters.dynamodb.costs import TableCosts
from onbrand.bootstrap.parts import parts
from onbrand.kernel.errors import OnBrandError
from onbrand.kernel.objects import Traffic
from onbrand.metering.costs import OWN_ROW, CostReports, Invocation

logger = logging.getLogger(__name__)


def cost_reports() -> CostReports:
    """Costs of requests."""
    return CostReports(TableCosts(parts().table))


@contextmanager
def recorded(stage: str, event: Mapping[str, Any], context: Any) -> Iterator[None]:
    """Writes what the block used, in one row once it has ended, by an error or not. A worker that dies in it leaves
    no row, and a row that cannot be written is done without: measuring never makes work fail."""
    own = parts()
    before = _traffic()
    started = time.monotonic()
    error: Exception | None = None
    with own.table.metered() as units:
        try:
            yield
        except Exception as raised:
            error = raised
    traffic = _traffic() - before
    invocation = Invocation(
        organization_id=event["organization_id"],
        request_id=event["request_id"],
        stage=stage,
        id=context.aws_request_id,
        at=own.clock.now(),
        memory_mb=int(getattr(context, "memory_limit_in_mb", 0)),
        duration_ms=ceil((time.monotonic() - started) * 1000),
        read_units=Decimal(str(units.read)),
        write_units=Decimal(str(units.write + OWN_ROW)),
        puts=traffic.puts,
        gets=traffic.gets,
        bytes_stored=traffic.bytes_stored,
        bytes_read=traffic.bytes_read,
    )
    try:
        TableCosts(own.table).record(invocation)
    except OnBrandError as unrecorded:
        logger.warning("what the task used was not recorded", extra={"error": str(unrecorded)})
    if error is not None:
        raise error


def _traffic() -> Traffic:
    """Of the bucket so far; a task that uses none has not built it."""
    store = vars(parts()).get("objects")
    return Traffic() if store is None else store.traffic.copy()
