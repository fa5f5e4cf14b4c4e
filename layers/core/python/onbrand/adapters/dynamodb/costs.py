"""What requests used, in the table: a row a run of a task, beside the request's calls and events."""

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import from_item, to_item
from onbrand.adapters.dynamodb.ranges import all_items
from onbrand.adapters.dynamodb.table import Item, Overwrite, Put, Table
from onbrand.content.errors import RequestNotFoundError
from onbrand.kernel.calls import ApiCall
from onbrand.metering.costs import Invocation, RequestUse


class TableCosts:
    """A ``metering.costs.CostRepository``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def record(self, invocation: Invocation) -> None:
        """Writes a row; a repetition writes the same one."""
        key = keys.metering.invocation(
            invocation.organization_id, invocation.request_id, invocation.stage, invocation.id
        )
        self._table.write(Put(to_item(key, "invocation", invocation), Overwrite()))

    def use_of(self, organization_id: str, request_id: str) -> RequestUse:
        """All of a request. Raises RequestNotFoundError."""
        by_type: dict[str, list[Item]] = {}
        for item in all_items(self._table, keys.content.request_partition(organization_id, request_id)):
            by_type.setdefault(item["type"], []).append(item)
        if "request" not in by_type:
            raise RequestNotFoundError("There is no such request.")
        return RequestUse(
            calls=[from_item(ApiCall, item) for item in by_type.get("call", ())],
            invocations=[from_item(Invocation, item) for item in by_type.get("invocation", ())],
            events=len(by_type.get("event", ())),
        )
