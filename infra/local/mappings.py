"""Event source mappings as the template has them."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class QueueMapping:
    """A queue that feeds a function."""

    queue_arn: str
    function: str
    batch_size: int
    partial_failures: bool
    patterns: tuple[dict[str, Any], ...] = ()

    @property
    def queue_name(self) -> str:
        """The last part of the queue's ARN."""
        return self.queue_arn.rsplit(":", 1)[-1]


@dataclass(frozen=True, slots=True)
class StreamMapping:
    """A table's stream that feeds a function; ``retries`` is -1 for no end."""

    stream_arn: str
    function: str
    batch_size: int
    partial_failures: bool
    patterns: tuple[dict[str, Any], ...]
    bisect: bool
    retries: int
    on_failure_arn: str | None

    @property
    def table_name(self) -> str:
        """The table in the stream's ARN."""
        return self.stream_arn.split(":table/")[1].split("/")[0]


def read_mapping(properties: dict[str, Any]) -> QueueMapping | StreamMapping:
    """A mapping from the resolved properties of AWS::Lambda::EventSourceMapping."""
    source = properties["EventSourceArn"]
    function = properties["FunctionName"]
    partial = "ReportBatchItemFailures" in properties.get("FunctionResponseTypes", [])
    filters = properties.get("FilterCriteria", {}).get("Filters", [])
    patterns = tuple(json.loads(entry["Pattern"]) for entry in filters)
    if ":sqs:" in source:
        return QueueMapping(source, function, int(properties.get("BatchSize", 10)), partial, patterns)
    destination = properties.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
    return StreamMapping(
        source,
        function,
        int(properties.get("BatchSize", 100)),
        partial,
        patterns,
        bool(properties.get("BisectBatchOnFunctionError")),
        int(properties.get("MaximumRetryAttempts", -1)),
        destination,
    )
