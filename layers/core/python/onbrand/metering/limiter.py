"""Permits for calls to a provider: one limit for all functions, in shards, in turns between tenants.

A permit is held from its grant until it is settled, under an id that its caller can repeat. Whoever asks again after
a lost answer gets the permits that are held for that id already. Nobody sleeps here: who has to wait is told how
long, in proportion to how many of the same tenant wait already.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Protocol

from pydantic import Field

from onbrand.kernel.calls import RateLimitState
from onbrand.kernel.clock import Clock
from onbrand.kernel.limits import Lease, RateLimitedError, Window
from onbrand.kernel.values import Value
from onbrand.metering.errors import ShardMovedError
from onbrand.metering.rates import RETURN_MS, SOON, Hold, Shard

TRIES = 6
"""How often somebody else may be faster before the caller is sent to wait."""

LONGEST_TURN_S = 120
"""Nobody is told to wait longer for others; for a limit of a day it may be longer."""


class ProviderLimits(Value):
    """What a provider allows. Each of ``shards`` takes its part of the windows; permits lapse after ``held_s``."""

    provider: str
    windows: tuple[Window, ...] = Field(min_length=1)
    shards: int = Field(default=2, ge=1)
    held_s: int = Field(default=60, ge=1)

    def share(self) -> tuple[Window, ...]:
        """The windows of one shard; rounded down, but never to nothing."""
        return tuple(
            window.model_copy(update={"calls": max(1, window.calls // self.shards)})
            for window in self.windows
        )


class RateShards(Protocol):
    """Where shards are kept; ``name`` and ``part`` name one, ``organization_id`` whose it is."""

    def read(self, name: str, part: str, organization_id: str | None = None) -> Shard:
        """The shard, a new one when there is none. Raises StoreUnavailableError."""
        ...

    def write(
        self, name: str, part: str, shard: Shard, kept_s: int, organization_id: str | None = None
    ) -> None:
        """The next version. Raises ShardMovedError, StoreUnavailableError."""
        ...


class RateLimiter:
    """A ``sourcing.ports.CallPermits``."""

    def __init__(self, shards: RateShards, clock: Clock, limits: ProviderLimits) -> None:
        self._shards = shards
        self._clock = clock
        self._limits = limits
        self._windows = limits.share()
        self._kept_s = 2 * max(window.seconds for window in limits.windows) + limits.held_s

    def take(self, *, organization_id: str, permit_id: str, calls: int, going_on: bool = False) -> Lease:
        """Permits for some calls, fewer where a shard never holds so many.

        ``going_on``: the caller has begun and would lose what it did, so it does not wait for its turn. Raises
        RateLimitedError, StoreUnavailableError.
        """
        calls = min(calls, *(window.calls for window in self._windows))
        order = self._order(permit_id)
        for _ in range(TRIES):
            now = _ms(self._clock.now())
            shards = {number: self._read(number, now) for number in order}
            for number, shard in shards.items():
                held = shard.hold(permit_id)
                if held is not None:
                    return self._lease(number, shard, held)
            open_ = [
                number
                for number, shard in shards.items()
                if shard.free(self._windows) >= calls and (going_on or shard.has_turn(organization_id))
            ]
            try:
                if not open_:
                    self._refuse(order[0], shards, organization_id, permit_id, calls)
                number = open_[0]
                until = shards[number].latest + self._limits.held_s * 1_000
                hold = Hold(id=permit_id, tenant=organization_id, calls=calls, until=until)
                after = shards[number].granted(hold)
                self._write(number, after)
            except ShardMovedError:
                continue
            return self._lease(number, after, hold)
        raise self._limited(1 + _chance(permit_id, now) * 2)

    def settle(self, lease: Lease, made: Sequence[datetime]) -> None:
        """Counts the calls that were made under a lease and gives the others back; again it does nothing."""
        for _ in range(TRIES):
            shard = self._read(lease.shard, _ms(self._clock.now()))
            if shard.hold(lease.id) is None:
                return
            after = shard.settled(self._windows, lease.id, [_ms(at) for at in made])
            try:
                self._write(lease.shard, after)
            except ShardMovedError:
                continue
            return

    def _refuse(self, home: int, shards: dict[int, Shard], tenant: str, permit_id: str, calls: int) -> None:
        """Raises RateLimitedError once the caller is expected back, ShardMovedError."""
        shard = shards[home]
        others = sum(1 for turn in shard.turns.values() if turn.back)
        rate = min(window.calls / window.seconds for window in self._windows)
        queue = min((shard.waiting(tenant) + 1) * calls * max(1, others) / rate, LONGEST_TURN_S)
        spread = SOON * RETURN_MS / 1_000 if shard.is_next(tenant, calls) else queue
        opens = min(one.free_at(self._windows, calls) for one in shards.values())
        until_open = (opens - shard.latest) / 1_000
        error = self._limited(until_open + spread * _chance(permit_id, shard.latest))
        self._write(home, shard.expecting(tenant, shard.latest + error.wait_s * 1_000))
        raise error

    def _limited(self, seconds: float) -> RateLimitedError:
        wait_s = max(1, -int(-seconds // 1))
        return RateLimitedError(
            f"{self._limits.provider.capitalize()} takes no more calls for now; try again in {wait_s} s.",
            wait_s,
        )

    def _lease(self, number: int, shard: Shard, hold: Hold) -> Lease:
        tightest = min(self._windows, key=lambda window: window.calls - shard.used(window))
        state = RateLimitState(
            limit=tightest.calls * self._limits.shards,
            remaining=max(0, tightest.calls - shard.used(tightest)) * self._limits.shards,
            resets_at=_moment(shard.latest) + timedelta(seconds=tightest.seconds),
        )
        return Lease(id=hold.id, shard=number, calls=hold.calls, until=_moment(hold.until), state=state)

    def _order(self, permit_id: str) -> list[int]:
        first = sha256(permit_id.encode()).digest()[0] % self._limits.shards
        return [(first + step) % self._limits.shards for step in range(self._limits.shards)]

    def _read(self, number: int, now: int) -> Shard:
        return self._shards.read(self._limits.provider, f"{number:02d}").at(self._windows, now)

    def _write(self, number: int, shard: Shard) -> None:
        self._shards.write(self._limits.provider, f"{number:02d}", shard, self._kept_s)


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1_000)


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1_000, UTC)


def _chance(permit_id: str, now: int) -> float:
    """Above 0 and up to 1: spreads callers, and is the same for the same caller at the same moment."""
    digest = sha256(f"{permit_id}@{now}".encode()).digest()
    return (int.from_bytes(digest[:4], "big") + 1) / 2**32
