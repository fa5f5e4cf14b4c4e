"""The limiter under a clock that only events move, with callers that get in each other's way."""

import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random

import pytest

from onbrand.adapters.dynamodb.rates import TableRates
from onbrand.adapters.dynamodb.table import Item, Key
from onbrand.adapters.memory.table import MemoryTable
from onbrand.kernel.limits import RateLimitedError, Window
from onbrand.metering import ProviderLimits, RateLimiter

FREEPIK = (Window(calls=250, seconds=5), Window(calls=1200, seconds=120))
START = datetime(2026, 1, 5, 9, tzinfo=UTC)


class Interrupted(MemoryTable):
    """Now and then somebody else acts between a caller's read and its write."""

    def __init__(self, random: Random) -> None:
        super().__init__()
        self.random = random
        self.somebody_else: Callable[[], None] = lambda: None

    def get(self, key: Key, *, consistent: bool = True) -> Item | None:
        found = super().get(key, consistent=consistent)
        if self.random.random() < 0.1:
            self.somebody_else()
        return found


class Simulation:
    """Executions of tenants that source pictures: six permits, five or six calls over some seconds, some workers
    die; ``calls`` are the moments that the provider sees."""

    def __init__(self, seed: int, windows: tuple[Window, ...] = FREEPIK, shards: int = 2) -> None:
        self.random = Random(seed)
        self.table = Interrupted(self.random)
        self.table.somebody_else = self._interrupt
        self.now = START
        limits = ProviderLimits(provider="freepik", windows=windows, shards=shards)
        self.limiter = RateLimiter(TableRates(self.table), self, limits)
        self.events: list[tuple[datetime, int, Callable[[], None]]] = []
        self.order, self.names = count(), count()
        self.calls: list[tuple[datetime, str]] = []
        self.waits = 0
        self.runs = 0
        self.interrupting = False

    def __call__(self) -> datetime:
        return self.now

    def at(self, seconds: float, act: Callable[[], None]) -> None:
        heapq.heappush(self.events, (self.now + timedelta(seconds=seconds), next(self.order), act))

    def arrive(self, tenant: str, seconds: float) -> None:
        name = f"{tenant}.{next(self.names)}"
        self.at(seconds, lambda: self._source(tenant, name))

    def run(self, seconds: float) -> None:
        end = START + timedelta(seconds=seconds)
        while self.events and self.events[0][0] <= end:
            self.now, _, act = heapq.heappop(self.events)
            act()

    def _interrupt(self) -> None:
        if self.interrupting or not self.events:
            return
        self.interrupting = True
        _, _, act = heapq.heappop(self.events)  # a little early: what matters is that it comes in between
        act()
        self.interrupting = False
"""
"""
