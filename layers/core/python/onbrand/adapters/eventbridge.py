"""The bus in EventBridge. An answer may refuse single entries of a call that succeeded."""

from collections.abc import Sequence
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from onbrand.kernel.errors import Unavailable
from onbrand.kernel.events import Event

ENTRIES_PER_CALL = 10
SOURCE = "onbrand"


class BusUnavailableError(Unavailable):
    """The bus takes no events at the moment."""


class EventBridgeBus:
    """``client``: boto3.client("events")."""

    def __init__(self, client: Any, bus_name: str) -> None:
        self._client = client
        self._bus = bus_name

    def publish(self, events: Sequence[Event]) -> int:
        """How many events the bus took, from the front; it stops at the first one refused, so that
        order is kept.

        Later entries of the same call may have been taken as well: consumers are idempotent by event id.
        Raises BusUnavailableError when not even the first call was answered.
        """
        taken = 0
        for start in range(0, len(events), ENTRIES_PER_CALL):
            entries = [self._entry(event) for event in events[start : start + ENTRIES_PER_CALL]]
            try:
                answer = self._client.put_events(Entries=entries)
            except (BotoCoreError, ClientError) as error:
                if taken == 0:
                    raise BusUnavailableError("The event bus does not answer.") from error
                return taken
            for result in answer["Entries"]:
                if result.get("ErrorCode"):
                    return taken
                taken += 1
        return taken

    def _entry(self, event: Event) -> dict[str, Any]:
        return {
            "Source": SOURCE,
            "DetailType": event.type,
            "Detail": event.model_dump_json(),
            "EventBusName": self._bus,
            "Time": event.occurred_at,
        }
