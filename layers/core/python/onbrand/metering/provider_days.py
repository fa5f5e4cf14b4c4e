"""Compares our ledgers with what providers report, a day after the day."""

import logging
from collections.abc import Sequence
from datetime import datetime

from onbrand.metering.ports import CountRepository
from onbrand.metering.reconciling import Reconciliation, day_to_reconcile, reconciled

logger = logging.getLogger(__name__)


class ProviderDays:
    """The use case of the schedule; a repeated or late run finds the same."""

    def __init__(self, counts: CountRepository, providers: Sequence[str]) -> None:
        self._counts = counts
        self._providers = providers

    def reconcile(self, now: datetime) -> Sequence[Reconciliation]:
        """Compares the last day that is summed everywhere; what disagrees is logged, too."""
        day, found = day_to_reconcile(now), list[Reconciliation]()
        for provider in self._providers:
            result = reconciled(provider, day, self._counts.counts(provider, day))
            if result is None:
                continue
            self._counts.save(result)
            found.append(result)
            if not result.agrees:
                told = {"missing": result.missing, "doubled": result.doubled, "day": day.isoformat()}
                logger.warning("the ledgers disagree with %s", provider, extra=told)
        return found
