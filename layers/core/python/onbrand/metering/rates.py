"""A share of a rate limit as a value: what was called lately, what may still be called, whose turn it is.

A permit counts from its grant until its call, and the call from then on for the length of every window, rounded up
to whole slots. So at each grant the calls of the last window and those that may still come are together within the
limit, and no span of that length can hold more. Clocks that go backwards are not believed.

Turns are start-time fair queueing: ``served`` grows by the calls of a tenant and never lags behind ``virtual``, so
that whoever comes back owes nothing for what was idle and has saved nothing up. While others are expected back, only
who was served least may go; nobody expected, nobody to wait for.
"""

from collections.abc import Sequence

from pydantic import Field

from onbrand.kernel.limits import Window
from onbrand.kernel.values import Value

SLOTS = 120
"""Slots that a window is counted in; the one that is just leaving counts, too."""

RETURN_MS = 2_000
"""Callers that wait are expected in slots of this length."""

SOON = 2
"""Within so many slots somebody of the tenant that is next should be there."""

Log = tuple[tuple[int, int], ...]
"""Numbers by slot, the oldest first."""


class Hold(Value):
    """Permits that were granted and neither used nor given back; from ``until`` (ms) they count as used then."""

    id: str
    tenant: str
    calls: int
    until: int


class Turn(Value):
    """A tenant's turn: calls it was served (virtual), and when its callers come back."""

    served: int = 0
    back: Log = ()


class Shard(Value):
    """A share of a limit at the moment ``latest`` (ms since 1970)."""

    version: int = 0
    latest: int = 0
    virtual: int = 0
    logs: dict[str, Log] = Field(default_factory=dict)
    holds: tuple[Hold, ...] = ()
    turns: dict[str, Turn] = Field(default_factory=dict)

    def at(self, windows: Sequence[Window], now: int) -> "Shard":
        """As it is now: what lapsed is counted, what is too old is forgotten."""
        now = max(now, self.latest)
        lapsed = [(hold.until, hold.calls) for hold in self.holds if hold.until <= now]
        turns = {name: _turn_at(turn, now) for name, turn in self.turns.items()}
        return self.model_copy(
            update={
                "latest": now,
                "logs": _logged(self.logs, windows, lapsed, now),
                "holds": tuple(hold for hold in self.holds if hold.until > now),
                "turns": {
                    name: turn for name, turn in turns.items() if turn.back or turn.served > self.virtual
                },
            }
        )

    def hold(self, identifier: str) -> Hold | None:
        """The permits of this id, while they are held."""
        return next((hold for hold in self.holds if hold.id == identifier), None)

    def used(self, window: Window) -> int:
        """Calls that count in a window, with those that may still come."""
        made = sum(calls for _, calls in self.logs.get(str(window.seconds), ()))
        return made + sum(hold.calls for hold in self.holds)

    def free(self, windows: Sequence[Window]) -> int:
        """Calls that may be made now."""
        return max(0, min(window.calls - self.used(window) for window in windows))

    def free_at(self, windows: Sequence[Window], calls: int) -> int:
        """When (ms) so many are free at the latest, unless others take them."""
        return max(_free_at(self, window, calls) for window in windows)

    def has_turn(self, tenant: str) -> bool:
        """Whether nobody who was served less is expected by now or soon."""
        now = self.latest // RETURN_MS
        expected = [
            turn
            for name, turn in self.turns.items()
            if name != tenant and any(now <= slot < now + SOON for slot, _ in turn.back)
        ]
        return all(self._start(tenant) <= max(self.virtual, turn.served) for turn in expected)

    def is_next(self, tenant: str, calls: int) -> bool:
        """Whether the next permits of about so many calls are this tenant's, and nobody of it comes for them yet."""
        now = self.latest // RETURN_MS
        turn = self.turns.get(tenant, Turn())
        if any(now < slot <= now + SOON for slot, _ in turn.back):
            return False
        waiting = [other for name, other in self.turns.items() if name != tenant and other.back]
        return all(self._start(tenant) <= max(self.virtual, other.served) + calls for other in waiting)

    def granted(self, hold: Hold) -> "Shard":
        """With new permits."""
        start = self._start(hold.tenant)
        turn = self.turns.get(hold.tenant, Turn()).model_copy(update={"served": start + hold.calls})
        return self.model_copy(
            update={
                "holds": (*self.holds, hold),
                "virtual": max(self.virtual, start),
                "turns": self.turns | {hold.tenant: turn},
            }
        )

    def counted(self, windows: Sequence[Window], at: int, calls: int) -> "Shard":
        """With calls that count from a moment (ms) on."""
        return self.model_copy(update={"logs": _logged(self.logs, windows, [(at, calls)], self.latest)})

    def settled(self, windows: Sequence[Window], identifier: str, made: Sequence[int]) -> "Shard":
        """With the permits of this id replaced by the calls that were made (ms); what is left goes back."""
        return self.model_copy(
            update={
                "logs": _logged(self.logs, windows, [(at, 1) for at in made], self.latest),
                "holds": tuple(hold for hold in self.holds if hold.id != identifier),
            }
        )

    def expecting(self, tenant: str, at: int) -> "Shard":
        """With one more caller who comes back at a moment (ms)."""
        turn = self.turns.get(tenant, Turn(served=self._start(tenant)))
        back = _added(turn.back, at // RETURN_MS, 1)
        return self.model_copy(
            update={"turns": self.turns | {tenant: turn.model_copy(update={"back": back})}}
        )

    def waiting(self, tenant: str) -> int:
        """How many callers of a tenant are to come back."""
        turn = self.turns.get(tenant)
        return sum(callers for _, callers in turn.back) if turn else 0

    def _start(self, tenant: str) -> int:
        turn = self.turns.get(tenant)
        return max(self.virtual, turn.served if turn else 0)


def slot_ms(window: Window) -> int:
    """Length of a window's slots in milliseconds."""
    return max(1, window.seconds // SLOTS) * 1_000


def _oldest(window: Window, now: int) -> int:
    """The slot that a call just inside the window may stand in."""
    return (now - window.seconds * 1_000) // slot_ms(window)


def _logged(
    logs: dict[str, Log], windows: Sequence[Window], made: Sequence[tuple[int, int]], now: int
) -> dict[str, Log]:
    kept: dict[str, Log] = {}
    for window in windows:
        log = logs.get(str(window.seconds), ())
        for at, calls in made:
            log = _added(log, at // slot_ms(window), calls)
        oldest = _oldest(window, now)
        kept[str(window.seconds)] = tuple(entry for entry in log if entry[0] >= oldest)
    return kept


def _added(log: Log, slot: int, number: int) -> Log:
    entries = dict(log)
    entries[slot] = entries.get(slot, 0) + number
    return tuple(sorted(entries.items()))


def _turn_at(turn: Turn, now: int) -> Turn:
    back = tuple(entry for entry in turn.back if entry[0] >= now // RETURN_MS)
    return turn if len(back) == len(turn.back) else turn.model_copy(update={"back": back})


def _free_at(shard: Shard, window: Window, calls: int) -> int:
    missing = calls - (window.calls - shard.used(window))
    length = window.seconds * 1_000
    for slot, leaving in shard.logs.get(str(window.seconds), ()):
        if missing <= 0:
            break
        missing -= leaving
        freed = (slot + 1) * slot_ms(window) + length
        if missing <= 0:
            return max(shard.latest, freed)
    return shard.latest if missing <= 0 else shard.latest + slot_ms(window)
