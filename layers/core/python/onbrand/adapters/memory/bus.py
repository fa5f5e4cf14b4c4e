"""A bus that keeps what was published, and hands it to whoever listens."""

from collections.abc import Callable, Sequence

from onbrand.kernel.events import Event


class MemoryBus:
    """``capacity``: how many events it takes in all; None is without end. Listeners are called in order."""

    def __init__(self, capacity: int | None = None) -> None:
        self.events: list[Event] = []
        self.capacity = capacity
        self._listeners: list[Callable[[Event], None]] = []

    def listen(self, listener: Callable[[Event], None]) -> None:
        """From now on ``listener`` gets every event."""
        self._listeners.append(listener)

    def publish(self, events: Sequence[Event]) -> int:
        """How many events it took, from the front."""
        room = len(events) if self.capacity is None else max(0, self.capacity - len(self.events))
        taken = list(events[:room])
        for event in taken:
            self.events.append(event)
            for listener in self._listeners:
                listener(event)
        return len(taken)
