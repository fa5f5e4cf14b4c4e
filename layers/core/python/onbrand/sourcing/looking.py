"""Asks a detector for faces and labels of a picture. It only ever helps: whatever goes wrong, the picture is
used all the same, and the record says that nobody looked."""

import logging
from collections.abc import Callable, Sequence

from onbrand.kernel.clock import Clock
from onbrand.kernel.errors import OnBrandError
from onbrand.sourcing.detection import SALIENCY, Detection, Face, Label
from onbrand.sourcing.errors import BudgetExhaustedError, ProviderError
from onbrand.sourcing.model import CallPrices, Operation
from onbrand.sourcing.ports import CallLedger, PictureDetector
from onbrand.sourcing.recording import CallBook

SENT_SIDE = 1920
"""Pixels of the longer side that a detector is sent: it finds faces of a fiftieth of that."""

SURE = 0.9
"""Below this confidence a face may be a cup with two handles."""

MOST_FACES, MOST_LABELS = 20, 12
OFF = "No detector is switched on."

logger = logging.getLogger(__name__)


class PictureLooks:
    """``detector`` None: the deployment has none. ``reduced`` makes of our own picture a JPEG whose longer side
    has at most so many pixels."""

    def __init__(
        self,
        detector: PictureDetector | None,
        ledger: CallLedger,
        reduced: Callable[[bytes, int], bytes],
        clock: Clock,
        prices: CallPrices,
    ) -> None:
        self._detector = detector
        self._ledger = ledger
        self._reduced = reduced
        self._clock = clock
        self._prices = prices

    def look(self, *, organization_id: str, request_id: str, data: bytes) -> Detection:
        """What the detector sees; faces without labels when only these failed. Raises no error of detector,
        picture or budget, but those of the ledger."""
        detector = self._detector
        if detector is None:
            return Detection(note=OFF)
        calls = CallBook(
            self._ledger,
            self._clock,
            self._prices,
            organization_id=organization_id,
            request_id=request_id,
            provider=detector.name,
        )
        try:
            small = self._reduced(data, SENT_SIDE)
        except OnBrandError as error:
            return _nobody(error)
        try:
            faces = calls.make(Operation.FACES, detector.faces, small)
        except (BudgetExhaustedError, ProviderError) as error:
            return _nobody(error)
        seen = Detection(detector=detector.name, faces=_sure(faces))
        try:
            labels = calls.make(Operation.LABELS, detector.labels, small, MOST_LABELS)
        except (BudgetExhaustedError, ProviderError) as error:
            return seen.model_copy(update={"note": f"Without labels: {error}"})
        return seen.model_copy(update={"labels": _surest(labels)})


def _nobody(error: Exception) -> Detection:
    logger.warning("no detector looked at the picture", extra={"error": str(error)})
    return Detection(detector=SALIENCY, note=str(error))


def _sure(faces: Sequence[Face]) -> tuple[Face, ...]:
    """The largest of those that the detector is sure of."""
    sure = [face for face in faces if face.confidence >= SURE]
    return tuple(sorted(sure, key=lambda face: -_area(face))[:MOST_FACES])


def _surest(labels: Sequence[Label]) -> tuple[Label, ...]:
    return tuple(sorted(labels, key=lambda label: (-label.confidence, label.name))[:MOST_LABELS])


def _area(face: Face) -> float:
    left, top, right, bottom = face.box
    return (right - left) * (bottom - top)
