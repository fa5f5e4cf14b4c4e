"""The stream's batches reach the bus."""

from functions.publish_events.handler import handler
from onbrand.adapters.memory.bus import MemoryBus
from onbrand.bootstrap.parts import Parts, using
from tests.support.http import Context
from tests.support.parts import memory_parts
from tests.support.records import make_event, stream_batch
from tests.support.scenes import events_of, found


def test_events_of_the_table_arrive_as_they_were_written(own: Parts) -> None:
    found(own)
    events = events_of(own)
    assert handler(stream_batch(events), Context()) == {"batchItemFailures": []}
    assert own.bus.events == events  # type: ignore[attr-defined]


def test_what_the_bus_does_not_take_comes_again_from_there() -> None:
    events = [make_event(number) for number in range(1, 15)]
    with using(memory_parts(bus=MemoryBus(capacity=12))):
        answer = handler(stream_batch(events), Context())
    assert answer == {"batchItemFailures": [{"itemIdentifier": "s13"}]}
