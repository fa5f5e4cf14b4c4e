"""The clock that stands and the identifiers that count."""

from datetime import timedelta

from ulid import ULID

from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.ids import SequentialIds


def test_the_clock_moves_only_when_told() -> None:
    clock = FrozenClock()
    before = clock.now()
    assert clock.now() == before
    assert before.tzinfo is not None
    clock.advance(seconds=90.5)
    assert clock.now() - before == timedelta(seconds=90.5)


def test_ids_are_ulids_that_sort_and_repeat_in_every_run() -> None:
    ids, again = SequentialIds(), SequentialIds()
    made = [ids.new() for _ in range(50)]
    assert made == sorted(set(made))
    assert made == [again.new() for _ in range(50)]
    assert all(str(ULID.from_str(one)) == one for one in made)
