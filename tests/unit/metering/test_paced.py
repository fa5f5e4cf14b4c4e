"""Mails and detections stay within the account's limits, and wait or are done without."""

from collections.abc import Mapping, Sequence

import pytest

from onbrand.adapters.dynamodb.rates import TableRates
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.detector import MemoryDetector
from onbrand.adapters.memory.reader import MemoryReader
from onbrand.adapters.memory.table import MemoryTable
from onbrand.adapters.paced import PacedDetector, PacedMailer, PacedReader
from onbrand.kernel.limits import Window
from onbrand.metering import Throttle
from onbrand.notify.errors import MailBusyError
from onbrand.sourcing import ProviderQuotaError

LIMITS = (Window(calls=5, seconds=10), Window(calls=8, seconds=86_400))


class Mails:
    """Counts what is sent."""

    def __init__(self) -> None:
        self.sent = 0

    def send(
        self, raw: bytes, sender: str, recipients: Sequence[str], tags: Mapping[str, str] | None = None
    ) -> str:
        self.sent += 1
        return "reference"


def sent_by(mailer: PacedMailer, tries: int) -> int:
    done = 0
    for _ in range(tries):
        try:
            mailer.send(b"mail", "from@northbeam.example", ["to@northbeam.example"])
        except MailBusyError as error:
            assert not error.may_have_arrived
            continue
        done += 1
    return done


def test_no_more_mails_are_sent_than_the_account_may_in_seconds_and_in_a_day() -> None:
    table, clock, mails = MemoryTable(), FrozenClock(), Mails()
    processes = [PacedMailer(mails, Throttle(TableRates(table), clock), LIMITS) for _ in range(2)]
    first = sum(sent_by(mailer, 6) for mailer in processes)
    assert 3 <= first <= 5
    clock.advance(seconds=13)
    sent = first + sum(sent_by(mailer, 6) for mailer in processes)
    assert first < sent == mails.sent <= 8
    for _ in range(20):
        clock.advance(seconds=13)
        sent += sum(sent_by(mailer, 6) for mailer in processes)
    assert sent == mails.sent <= 8


def test_a_picture_that_finds_no_room_is_not_sent_to_the_detector() -> None:
    detector = MemoryDetector([], ())
    paced = PacedDetector(detector, Throttle(TableRates(MemoryTable()), FrozenClock()), LIMITS[:1])
    for _ in range(5):
        paced.faces(b"jpeg")
    with pytest.raises(ProviderQuotaError, match="Rekognition is reached") as caught:
        paced.labels(b"jpeg", 5)
    assert not caught.value.facts.reached
    assert len(detector.sent) == 5


def test_reading_texts_counts_with_the_detections_of_the_same_account() -> None:
    detector, reader = MemoryDetector([], ()), MemoryReader()
    throttle = Throttle(TableRates(MemoryTable()), FrozenClock())
    detections = PacedDetector(detector, throttle, LIMITS[:1])
    readings = PacedReader(reader, throttle, LIMITS[:1])
    assert readings.name == "rekognition"
    for _ in range(3):
        detections.faces(b"jpeg")
    readings.texts(b"jpeg")
    readings.texts(b"jpeg")
    with pytest.raises(ProviderQuotaError, match="Rekognition is reached") as caught:
        readings.texts(b"jpeg")
    assert not caught.value.facts.reached
    assert len(reader.sent) == 2
