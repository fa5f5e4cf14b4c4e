"""A schedule. *Now* is the event's time, so that time can be moved from outside."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel

from onbrand.entry.observability import begin


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


class Tick(BaseModel):
    """What a schedule sends: the moment it fired for."""

    time: Annotated[AwareDatetime, AfterValidator(_utc)]


def scheduled(
    use_case: Callable[[datetime], dict[str, Any] | None],
) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """Turns ``use_case(now) -> document`` into a handler; ``now`` is in UTC."""

    @wraps(use_case)
    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        now = Tick.model_validate(event).time
        log = begin(context, scheduled_for=now.isoformat())
        try:
            result = use_case(now) or {}
        except Exception:
            log.exception("the scheduled run failed")
            raise
        log.info("done", **result)
        return result

    return handler
