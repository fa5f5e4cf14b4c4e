"""The rate-limit headers. None is documented, so each is used when it makes sense and missed by nobody."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from onbrand.kernel.calls import RateLimitState

FARTHEST = timedelta(days=1)
"""Limits are per second to per day; a reset further away is nonsense and is not kept."""


def rate_limit_of(headers: Mapping[str, str], now: datetime) -> RateLimitState:
    """The state that ``x-ratelimit-limit/-remaining/-reset`` or ``Retry-After`` tell; absent where they do
    not."""
    resets_at = _moment(headers.get("x-ratelimit-reset"), now) or _moment(headers.get("retry-after"), now)
    limit = _count(headers.get("x-ratelimit-limit"))
    remaining = _count(headers.get("x-ratelimit-remaining"))
    told = limit is not None or remaining is not None
    return RateLimitState(limit=limit, remaining=remaining, resets_at=resets_at, told=told)


def _count(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 12 else None


def _moment(text: str | None, now: datetime) -> datetime | None:
    """From seconds to wait, seconds since 1970, or an HTTP date."""
    if not text:
        return None
    seconds = _count(text)
    try:
        if seconds is None:
            moment = parsedate_to_datetime(text)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        elif seconds < 1_000_000_000:
            moment = now + timedelta(seconds=seconds)
        else:
            moment = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if abs(moment - now) <= FARTHEST else None
