"""Lists read to their end."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from onbrand.kernel.pages import Page, every


class Numbers:
    """Numbers from 0 on in pages of these sizes; some may be empty, as a store may answer."""

    def __init__(self, sizes: list[int]) -> None:
        self.ends = [sum(sizes[: place + 1]) for place in range(len(sizes))]
        self.reads = 0

    def read(self, start: dict[str, Any] | None) -> Page[int]:
        """The page that starts there."""
        self.reads += 1
        place = start["place"] if start else 0
        first = self.ends[place - 1] if place else 0
        more = {"place": place + 1} if place + 1 < len(self.ends) else None
        return Page(range(first, self.ends[place]), more)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=8))
def test_every_item_comes_once_and_in_order_whatever_the_pages(sizes: list[int]) -> None:
    numbers = Numbers(sizes)
    assert list(every(numbers.read)) == list(range(sum(sizes)))
    assert numbers.reads == len(sizes)


def test_a_page_is_read_when_its_first_item_is_asked_for() -> None:
    numbers = Numbers([2, 2])
    items = every(numbers.read)
    assert numbers.reads == 0
    assert [next(items), next(items)] == [0, 1]
    assert numbers.reads == 1
    assert next(items) == 2
    assert numbers.reads == 2
