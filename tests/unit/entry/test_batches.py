"""Partial failures of batches."""

from onbrand.entry.batch import consumer, publish_stream
from onbrand.kernel.events import Event
from tests.support.http import Context
from tests.support.records import make_event, queue_batch, stream_batch


def test_only_the_record_that_failed_comes_again() -> None:
    handled: list[int] = []

    @consumer
    def handler(event: Event) -> None:
        if event.sequence == 2:
            raise RuntimeError("broken")
        handled.append(event.sequence)

    answer = handler(queue_batch([make_event(1), make_event(2), make_event(3)]), Context())
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m2"}]}
    assert handled == [1, 3]


def test_a_message_that_is_none_of_ours_fails_alone() -> None:
    handled: list[int] = []

    @consumer
    def handler(event: Event) -> None:
        handled.append(event.sequence)

    answer = handler(queue_batch([make_event(1), "{}", "no json", make_event(4)]), Context())
    assert [failure["itemIdentifier"] for failure in answer["batchItemFailures"]] == ["m2", "m3"]
    assert handled == [1, 4]


def test_a_batch_that_failed_as_a_whole_is_reported_record_by_record() -> None:
    @consumer
    def handler(event: Event) -> None:
        raise RuntimeError("broken")

    answer = handler(queue_batch([make_event(1), make_event(2)]), Context())
    assert [failure["itemIdentifier"] for failure in answer["batchItemFailures"]] == ["m1", "m2"]


def test_the_stream_goes_on_from_the_first_event_that_was_not_taken() -> None:
    batch = stream_batch([make_event(number) for number in (1, 2, 3)])
    assert publish_stream(batch, Context(), lambda events: 1) == {
        "batchItemFailures": [{"itemIdentifier": "s2"}]
    }
    assert publish_stream(batch, Context(), len) == {"batchItemFailures": []}


def test_events_of_the_stream_arrive_whole_and_in_order() -> None:
    events = [make_event(number, payload={"score": 0.7342, "list": [1, None]}) for number in (1, 2, 3)]
    seen: list[Event] = []

    def publish(given: object) -> int:
        seen.extend(given)  # type: ignore[call-overload]
        return 3

    publish_stream(stream_batch(events), Context(), publish)
    assert seen == events
