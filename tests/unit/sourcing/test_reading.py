"""Reading the texts of a picture: paid calls stand in the ledger, and nothing that goes wrong is more than no reading."""

from decimal import Decimal

from onbrand.adapters.memory.reader import MemoryReader
from onbrand.adapters.rekognition import MAX_BYTES
from onbrand.kernel.calls import CallOutcome
from onbrand.sourcing import CallPrices, Operation, Reading, TextLine, TextReadings
from tests.unit.sourcing.library import MemoryLedger, Noon

PRICES = CallPrices(costs={Operation.TEXTS: Decimal("0.001")}, currency="USD")
LINE = TextLine(words="Meet Morning", box=(0.1, 0.2, 0.5, 0.3), confidence=0.99)


def read(reader: MemoryReader | None, ledger: MemoryLedger):
    readings = TextReadings(reader, ledger, Noon(), PRICES)
    return readings.read(organization_id="org", brand_id="brand", cause="visual", copy=copied)


def copied(most: int) -> bytes:
    assert most < MAX_BYTES
    return b"pixels"


def test_what_was_read_is_paid_for_in_the_ledger() -> None:
    ledger, reader = MemoryLedger(), MemoryReader([LINE])
    assert read(reader, ledger) == Reading(read_by="rekognition", lines=(LINE,))
    assert reader.sent == [b"pixels"]
    row = ledger.rows["visual.pictures.texts.1"]
    assert (row.organization_id, row.brand_id, row.request_id) == ("org", "brand", None)
    assert (row.provider, row.outcome, row.cost.amount, row.cost.currency) == (
        "rekognition", CallOutcome.SUCCEEDED, Decimal("0.001"), "USD",
    )  # fmt: skip


def test_where_no_reader_is_switched_on_nobody_is_called() -> None:
    ledger = MemoryLedger()
    assert read(None, ledger) is None
    assert ledger.rows == {}


def test_a_reader_that_does_not_answer_is_done_without_and_costs_nothing() -> None:
    ledger, reader = MemoryLedger(), MemoryReader([LINE], down=True)
    assert read(reader, ledger) is None
    [row] = ledger.rows.values()
    assert (row.outcome, row.cost.amount) == (CallOutcome.FAILED, 0)
