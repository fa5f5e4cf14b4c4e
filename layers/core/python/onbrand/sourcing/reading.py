"""Has a picture's texts read, and every call booked. It only ever helps: whatever goes wrong, the picture is judged
without, which then says so."""

import logging
from collections.abc import Callable

from onbrand.kernel.clock import Clock
from onbrand.sourcing.detection import Reading
from onbrand.sourcing.errors import BudgetExhaustedError, ProviderError
from onbrand.sourcing.model import CallPrices, Operation
from onbrand.sourcing.ports import CallLedger, TextReader
from onbrand.sourcing.recording import CallBook

SENT_BYTES = 5_000_000
"""Rekognition takes 5 MiB. Lines are told in shares of the picture, so a smaller copy serves as well."""

logger = logging.getLogger(__name__)


class TextReadings:
    """``reader`` None: the deployment has none."""

    def __init__(
        self, reader: TextReader | None, ledger: CallLedger, clock: Clock, prices: CallPrices
    ) -> None:
        self._reader = reader
        self._ledger = ledger
        self._clock = clock
        self._prices = prices

    def read(
        self, *, organization_id: str, brand_id: str, cause: str, copy: Callable[[int], bytes]
    ) -> Reading | None:
        """What stands on a picture that belongs to no request but to a ``cause``; None when nobody read. ``copy`` makes
        a JPEG of it of at most so many bytes. Raises no error of reader or budget, but those of the ledger."""
        if self._reader is None:
            return None
        calls = CallBook(
            self._ledger,
            self._clock,
            self._prices,
            organization_id=organization_id,
            brand_id=brand_id,
            cause=cause,
            provider=self._reader.name,
        )
        try:
            lines = calls.make(Operation.TEXTS, self._reader.texts, copy(SENT_BYTES))
        except (BudgetExhaustedError, ProviderError) as error:
            logger.warning("nobody read the picture's texts", extra={"error": str(error)})
            return None
        return Reading(read_by=self._reader.name, lines=tuple(lines))
