"""Looking at a picture: paid calls stand in the ledger, and nothing that goes wrong is more than a note."""

from decimal import Decimal

import pytest

from onbrand.adapters.memory.detector import MemoryDetector
from onbrand.imaging.errors import DamagedPictureError
from onbrand.kernel.calls import CallOutcome
from onbrand.sourcing import CallPrices, Detection, Face, Label, Operation, PictureLooks
from onbrand.sourcing.detection import SALIENCY
from onbrand.sourcing.looking import MOST_FACES, MOST_LABELS, SENT_SIDE, SURE
from tests.unit.sourcing.library import MemoryLedger, Noon

PRICES = CallPrices(
    costs={Operation.FACES: Decimal("0.001"), Operation.LABELS: Decimal("0.002")}, currency="USD"
)
FACE = Face(box=(0.2, 0.1, 0.4, 0.3), confidence=0.99)
LABELS = (Label(name="Cup", confidence=0.8), Label(name="Person", confidence=0.97))


def half(data: bytes, side: int) -> bytes:
    assert side == SENT_SIDE
    return data[: len(data) // 2]


def look(detector: MemoryDetector | None, ledger: MemoryLedger | None = None, reduced=half) -> Detection:
    looks = PictureLooks(detector, ledger or MemoryLedger(), reduced, Noon(), PRICES)
    return looks.look(organization_id="org", request_id="req", data=b"pixels")


def test_what_was_seen_is_kept_and_paid_for_in_the_ledger() -> None:
    ledger, detector = MemoryLedger(), MemoryDetector([FACE], LABELS)
    seen = look(detector, ledger)
    assert (seen.detector, seen.faces, seen.note) == ("rekognition", (FACE,), None)
    assert [label.name for label in seen.labels] == ["Person", "Cup"]
    assert detector.sent == [(Operation.FACES, b"pix"), (Operation.LABELS, b"pix")]
    rows = ledger.rows["req.pictures.faces.1"], ledger.rows["req.pictures.labels.1"]
    assert [(row.provider, row.outcome, row.cost.amount, row.cost.currency) for row in rows] == [
        ("rekognition", CallOutcome.SUCCEEDED, Decimal("0.001"), "USD"),
        ("rekognition", CallOutcome.SUCCEEDED, Decimal("0.002"), "USD"),
    ]


def test_where_no_detector_is_switched_on_nobody_is_called_and_that_is_said() -> None:
    ledger = MemoryLedger()
    seen = look(None, ledger)
    assert (seen.detector, seen.faces, bool(seen.note), ledger.rows) == (SALIENCY, (), True, {})


def test_a_detector_that_does_not_answer_is_noted_and_costs_nothing() -> None:
    ledger, detector = MemoryLedger(), MemoryDetector([FACE], LABELS)
    detector.down = {Operation.FACES}
    seen = look(detector, ledger)
    assert (seen.detector, seen.faces, seen.labels) == (SALIENCY, (), ())
    assert seen.note == "Rekognition does not answer at the moment."
    [row] = ledger.rows.values()
    assert (row.outcome, row.cost.amount) == (CallOutcome.FAILED, 0)


def test_faces_are_kept_when_only_labels_fail() -> None:
    detector = MemoryDetector([FACE], LABELS)
    detector.down = {Operation.LABELS}
    seen = look(detector)
    assert (seen.detector, seen.faces, seen.labels) == ("rekognition", (FACE,), ())
    assert seen.note == "Without labels: Rekognition does not answer at the moment."


def test_a_picture_that_cannot_be_reduced_is_not_sent() -> None:
    def damaged(data: bytes, side: int) -> bytes:
        raise DamagedPictureError("The picture is damaged.")

    detector = MemoryDetector([FACE])
    seen = look(detector, reduced=damaged)
    assert (seen.detector, seen.note, detector.sent) == (SALIENCY, "The picture is damaged.", [])


def test_only_sure_faces_count_and_the_largest_of_many() -> None:
    small = [Face(box=(0.0, 0.0, 0.01 * n, 0.1), confidence=SURE) for n in range(1, MOST_FACES + 6)]
    unsure = Face(box=(0.0, 0.0, 1.0, 1.0), confidence=SURE - 0.01)
    seen = look(MemoryDetector([unsure, *small], [Label(name=str(n), confidence=0.8) for n in range(99)]))
    assert len(seen.faces) == MOST_FACES
    assert unsure not in seen.faces
    assert seen.faces[0] == small[-1]
    assert len(seen.labels) == MOST_LABELS


@pytest.mark.parametrize("box", [(-0.1, 0, 1, 1), (0, 0, 1.1, 1)])
def test_a_face_lies_in_the_picture(box: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="box"):
        Face(box=box, confidence=1)
