"""The public API's limits, per person and per tenant, and simple limits of providers, counted in the same shards.

Not every call writes: a warm process leases a few permits and serves from them for ``LEASED_MS``. Leases count in
full when they are taken, and the windows are read longer by that time, so that all processes together never let more
through than the limit. What a process leases and does not use is lost: a caller may see up to ``MOST - 1`` calls per
process and lease less than the limit. Leases grow only while they are used up.
"""

import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onbrand.kernel.clock import Clock
from onbrand.kernel.errors import Unavailable
from onbrand.kernel.limits import RateLimitedError, Standing, Window
from onbrand.metering.errors import ShardMovedError
from onbrand.metering.limiter import TRIES, RateShards
from onbrand.metering.rates import slot_ms

LEASED_MS = 2_000
MOST = 16
REMEMBERED = 1_000
"""Callers that a process keeps leases of."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Policy:
    """A limit of the API: what is counted and how much of it is let through."""

    name: str
    window: Window


PERSON = Policy("person", Window(calls=600, seconds=60))
TENANT = Policy("tenant", Window(calls=3_000, seconds=60))


@dataclass(frozen=True, slots=True)
class Local:
    """What this process holds for a caller: ``left`` permits until a moment (ms), of a lease of ``size``."""

    left: int
    size: int
    until: int
    standing: Standing


class Throttle:
    """Lets calls through or raises RateLimitedError.

    Without an answer of the table it lets calls through: the call itself will then fail by its own reasons, and a
    limit must not be what takes the API down.
    """

    def __init__(self, shards: RateShards, clock: Clock) -> None:
        self._shards = shards
        self._clock = clock
        self._local: OrderedDict[tuple[str, str], Local] = OrderedDict()

    def person(self, identifier: str, policy: Policy = PERSON) -> Standing:
        """Counts a call of a person. Raises RateLimitedError."""
        return self._pass(policy, identifier, None)

    def tenant(self, organization_id: str, policy: Policy = TENANT) -> Standing:
        """Counts a call for a tenant; only for callers who belong to it. Raises RateLimitedError."""
        return self._pass(policy, organization_id, organization_id)

    def provider(self, name: str, windows: Sequence[Window]) -> None:
        """Counts a call to a provider whom all tenants share; without the table it is let through. Raises
        RateLimitedError."""
        for window in windows:
            self._pass(Policy(f"{name}-{window.seconds}", window), name, None)

    def _pass(self, policy: Policy, identifier: str, organization_id: str | None) -> Standing:
        now = int(self._clock.now().timestamp() * 1_000)
        key = (policy.name, identifier)
        local = self._local.pop(key, None)
        if local is None or now >= local.until or (local.size and not local.left):
            local = self._leased(policy, identifier, organization_id, now, local)
        if not local.size:
            self._keep(key, local)
            wait_s = max(1, -(-(local.until - now) // 1_000))
            raise RateLimitedError(
                f"Too many calls: this {policy.name} may make {policy.window.calls} in {policy.window.seconds} "
                f"seconds. Try again in {wait_s} s.",
                wait_s,
                local.standing,
            )
        after = replace(local, left=local.left - 1)
        self._keep(key, after)
        remaining = min(local.standing.remaining + after.left, policy.window.calls)
        return local.standing.model_copy(update={"remaining": remaining})

    def _keep(self, key: tuple[str, str], local: Local) -> None:
        self._local[key] = local
        if len(self._local) > REMEMBERED:
            self._local.popitem(last=False)

    def _leased(
        self, policy: Policy, identifier: str, organization_id: str | None, now: int, before: Local | None
    ) -> Local:
        busy = before is not None and before.size and not before.left and now < before.until
        size = min(MOST, before.size * 2) if before and busy else 1
        window, name = policy.window, f"api-{policy.name}"
        longer = window.model_copy(update={"seconds": window.seconds + LEASED_MS // 1_000})
        try:
            for _ in range(TRIES):
                shard = self._shards.read(name, identifier, organization_id).at([longer], now)
                resets_in_s = -(-(longer.seconds * 1_000 + slot_ms(longer)) // 1_000)
                free = shard.free([longer])
                if not free:
                    opens = shard.free_at([longer], 1)
                    return Local(0, 0, opens, _standing(policy, 0, -(-(opens - now) // 1_000)))
                taken = min(size, free)
                try:
                    self._shards.write(
                        name,
                        identifier,
                        shard.counted([longer], now, taken),
                        2 * longer.seconds,
                        organization_id,
                    )
                except ShardMovedError:
                    continue
                return Local(
                    taken,
                    taken,
                    now + LEASED_MS,
                    _standing(policy, free - taken, min(resets_in_s, window.seconds)),
                )
        except Unavailable as error:
            logger.warning("calls pass uncounted", extra={"error": str(error)})
        return Local(1, 1, now, _standing(policy, policy.window.calls - 1, policy.window.seconds))


def _standing(policy: Policy, remaining: int, resets_in_s: int) -> Standing:
    return Standing(
        policy=policy.name, window=policy.window, remaining=remaining, resets_in_s=max(0, resets_in_s)
    )
