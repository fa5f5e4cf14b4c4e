"""How often something may be called: what the rooms that call and the room that counts both know."""

from datetime import datetime

from pydantic import Field

from onbrand.kernel.calls import RateLimitState
from onbrand.kernel.errors import LimitExceeded
from onbrand.kernel.values import Value


class Window(Value):
    """At most ``calls`` in any span of ``seconds``."""

    calls: int = Field(ge=1)
    seconds: int = Field(ge=1)


class Standing(Value):
    """Where a caller stands with a limit: ``resets_in_s`` until all of it is free again."""

    policy: str
    window: Window
    remaining: int = Field(ge=0)
    resets_in_s: int = Field(ge=0)


class Lease(Value):
    """The right to make some calls before ``until``; ``shard`` says who counts them. ``state`` is the limit as it
    stood then."""

    id: str
    shard: int
    calls: int = Field(ge=1)
    until: datetime
    state: RateLimitState = RateLimitState()


class RateLimitedError(LimitExceeded):
    """The limit is reached: ``wait_s`` are the seconds after which another try makes sense."""

    def __init__(self, detail: str, wait_s: int, standing: Standing | None = None) -> None:
        super().__init__(detail)
        self.wait_s = wait_s
        self.standing = standing
