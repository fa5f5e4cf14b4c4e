"""Executions that source pictures under a clock that only events move, and that get in each other's way."""

import heapq
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random

from onbrand.adapters.dynamodb.rates import TableRates
from onbrand.adapters.dynamodb.table import Item, Key
from onbrand.adapters.memory.table import MemoryTable
from onbrand.kernel.limits import RateLimitedError, Window
from onbrand.metering import ProviderLimits, RateLimiter

START = datetime(2026, 1, 5, 9, tzinfo=UTC)


class CrowdedTable(MemoryTable):
    """Now and then somebody else acts between a caller's read and its write."""

    def __init__(self, random: Random, somebody_else: Callable[[], None]) -> None:
        super().__init__()
        self._random = random
        self._somebody_else = somebody_else

    def get(self, key: Key, *, consistent: bool = True) -> Item | None:
        """As the table's, and then somebody else's turn."""
        found = super().get(key, consistent=consistent)
        if self._random.random() < 0.1:
            self._somebody_else()
        return found


class Simulation:
    """Each request takes six permits, makes five or six calls in some seconds and settles; one in fifty workers
    dies in between. ``calls``: what the provider sees; ``waited``: seconds until a request's first call."""

    def __init__(self, seed: int, windows: Sequence[Window], shards: int = 2) -> None:
        self._random = Random(seed)  # noqa: S311
        self._now = START
        self._events: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order, self._names = count(), count()
        self._interrupting = False
        limits = ProviderLimits(provider="freepik", windows=tuple(windows), shards=shards)
        self.table = CrowdedTable(self._random, self._interrupt)
        self.limiter = RateLimiter(TableRates(self.table), self, limits)
        self.calls: list[tuple[float, str]] = []
        self.waited: list[tuple[str, float]] = []
        self.refusals: Counter[str] = Counter()

    def now(self) -> datetime:
        """The moment of the event that happens."""
        return self._now

    def request(self, tenant: str, at: float, *, again: bool = False) -> None:
        """A request that comes so many seconds after now; ``again``: the next one follows when it is done."""
        name = f"{tenant}.{next(self._names)}"
        came = self._now + timedelta(seconds=at)
        self.after(at, lambda: self._source(tenant, name, came, again))

    def run(self, seconds: float) -> None:
        """Lets events happen up to so many seconds after the start."""
        end = START + timedelta(seconds=seconds)
        while self._events and self._events[0][0] <= end:
            moment, _, act = heapq.heappop(self._events)
            self._now = max(self._now, moment)
            act()

    def most_within(self, seconds: float) -> int:
        """The most calls in any span of this length."""
        moments = [moment for moment, _ in self.calls]
        most = first = 0
        for last, moment in enumerate(moments):
            while moments[first] <= moment - seconds:
                first += 1
            most = max(most, last - first + 1)
        return most

    def by_tenant(self, since: float, until: float) -> Counter[str]:
        """Calls of a span by tenant."""
        return Counter(tenant for moment, tenant in self.calls if since <= moment < until)

    def after(self, seconds: float, act: Callable[[], None]) -> None:
        """Lets something happen so many seconds after now."""
        heapq.heappush(self._events, (self._now + timedelta(seconds=seconds), next(self._order), act))

    def _source(self, tenant: str, name: str, came: datetime, again: bool) -> None:
        try:
            lease = self.limiter.take(organization_id=tenant, permit_id=name, calls=6)
        except RateLimitedError as error:
            self.refusals[tenant] += 1
            self.after(error.wait_s, lambda: self._source(tenant, name, came, again))
            return
        self.waited.append((tenant, (self._now - came).total_seconds()))
        made: list[datetime] = []
        at = 0.0
        for _ in range(self._random.choice((5, 6, 6))):
            at += self._random.uniform(0.1, 0.8)
            self.after(at, lambda: self._call(tenant, made))
        if self._random.random() > 0.02:
            self.after(at + 0.1, lambda: self.limiter.settle(lease, made))
        if again:
            self.request(tenant, at + 0.2, again=True)

    def _call(self, tenant: str, made: list[datetime]) -> None:
        made.append(self._now)
        self.calls.append(((self._now - START).total_seconds(), tenant))

    def _interrupt(self) -> None:
        if self._interrupting or not self._events:
            return
        self._interrupting = True
        moment, _, act = heapq.heappop(self._events)
        self._now = max(self._now, moment)
        act()
        self._interrupting = False
