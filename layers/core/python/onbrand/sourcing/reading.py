"""Has a picture's texts read, and every call booked. It only ever helps: whatever goes wrong, the picture is judged
without, which then says so."""

import logging
from collections.abc import Sequence

from onbrand.kernel.clock import Clock
from onbrand.sourcing.detection import TextLine
from onbrand.sourcing.errors import BudgetExhaustedError, ProviderError
from onbrand.sourcing.model import CallPrices, Operation
from onbrand.sourcing.ports import CallLedger, TextReader
from onbrand.sourcing.recording import CallBook

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

    def read(self, *, organization_id: str, request_id: str, picture: bytes) -> Sequence[TextLine] | None:
        """The lines of a JPEG or PNG; None when nobody read. Raises no error of reader or budget, but those of the
        ledger."""
        if self._reader is None:
            return None
        calls = CallBook(
            self._ledger,
            self._clock,
            self._prices,
            organization_id=organization_id,
            request_id=request_id,
            provider=self._reader.name,
        )
        try:
            return calls.make(Operation.TEXTS, self._reader.texts, picture)
        except (BudgetExhaustedError, ProviderError) as error:
            logger.warning("nobody read the picture's texts", extra={"error": str(error)})
            return None
