"""Event source mappings at work: batches, filters, partial failures and retries.

Pollers sleep until moto says that something arrived; a message that becomes visible again is found by
looking, which costs no request.
"""

import json
import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from infra.local.mappings import QueueMapping, StreamMapping
from infra.local.moto_patches import has_visible_messages, matches_pattern
from infra.local.records import queue_record, stream_record
from infra.local.runtime_api import Answer

LOOK_AGAIN_S = 0.2
RETRY_S = 0.5
log = logging.getLogger(__name__)
Invoke = Callable[[str, object], Answer]


def failed_identifiers(answer: Answer, everything: list[str], partial: bool) -> list[str]:
    """Which records a function could not process; a malformed report means all of them, as on AWS."""
    if answer.error:
        return everything
    if not partial:
        return []
    document = answer.json()
    failures = (document.get("batchItemFailures") or []) if isinstance(document, dict) else []
    failed = [entry.get("itemIdentifier") if isinstance(entry, dict) else None for entry in failures]
    return everything if set(failed) - set(everything) else [str(name) for name in failed]


class _Poller(ABC):
    """A thread that works whenever it is woken, until it is closed."""

    def __init__(self, name: str) -> None:
        self._wake = threading.Event()
        self._works = False
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        self._wake.set()

    @property
    def is_idle(self) -> bool:
        """Whether it has seen to everything that it was woken for."""
        return not self._wake.is_set() and not self._works

    def close(self) -> None:
        self._closed.set()
        self._wake.set()

    def join(self) -> None:
        self._thread.join(5)

    def _run(self) -> None:
        while not self._closed.is_set():
            self._wake.wait(LOOK_AGAIN_S)
            # Said before it forgets that it was woken: there is no moment when it looks idle with something to do.
            self._works = True
            self._wake.clear()
            if self._closed.is_set():
                return
            try:
                self._work()
            except Exception:  # a poller must outlive a broken batch
                if not self._closed.is_set():
                    log.exception("%s failed", self._thread.name)
                    self._closed.wait(RETRY_S)
            self._works = False

    @abstractmethod
    def _work(self) -> None: ...


class QueuePoller(_Poller):
    """Feeds a function from a queue; what it does not delete comes back after the visibility timeout."""

    def __init__(self, mapping: QueueMapping, sqs: Any, invoke: Invoke, region: str) -> None:
        super().__init__(f"queue {mapping.queue_name}")
        self.mapping = mapping
        self._sqs = sqs
        self._invoke = invoke
        self._region = region
        self._url = sqs.get_queue_url(QueueName=mapping.queue_name)["QueueUrl"]

    def _work(self) -> None:
        while has_visible_messages(self.mapping.queue_name, self._region) and not self._closed.is_set():
            messages = self._sqs.receive_message(
                QueueUrl=self._url,
                MaxNumberOfMessages=min(self.mapping.batch_size, 10),
                MessageSystemAttributeNames=["All"],
                MessageAttributeNames=["All"],
            ).get("Messages", [])
            if not messages:
                return
            self._deliver(messages)

    def _deliver(self, messages: list[dict[str, Any]]) -> None:
        mapping = self.mapping
        receipts = {message["MessageId"]: message["ReceiptHandle"] for message in messages}
        records = [queue_record(message, mapping.queue_arn, self._region) for message in messages]
        wanted = [record for record in records if _wanted(record, mapping.patterns, "body")]
        failed: list[str] = []
        if wanted:
            answer = self._invoke(mapping.function, {"Records": wanted})
            failed = failed_identifiers(
                answer, [record["messageId"] for record in wanted], mapping.partial_failures
            )
            if failed:
                log.warning(
                    "%s: %d of %d failed: %s",
                    self._thread.name,
                    len(failed),
                    len(wanted),
                    answer.payload[:500],
                )
        done = [name for name in receipts if name not in failed]
        if done:
            entries = [{"Id": str(index), "ReceiptHandle": receipts[name]} for index, name in enumerate(done)]
            self._sqs.delete_message_batch(QueueUrl=self._url, Entries=entries)


class StreamPoller(_Poller):
    """Feeds a function from a stream, in order; a failing batch is halved, tried again, then set aside."""

    def __init__(self, mapping: StreamMapping, streams: Any, sqs: Any, invoke: Invoke) -> None:
        super().__init__(f"stream {mapping.table_name}")
        self.mapping = mapping
        self._streams = streams
        self._sqs = sqs
        self._invoke = invoke
        shard = streams.describe_stream(StreamArn=mapping.stream_arn)["StreamDescription"]["Shards"][0]
        self._iterator = streams.get_shard_iterator(
            StreamArn=mapping.stream_arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        self._arrived = True

    def wake(self) -> None:
        self._arrived = True
        super().wake()

    def _work(self) -> None:
        if not self._arrived:
            return
        self._arrived = False
        while not self._closed.is_set():
            page = self._streams.get_records(ShardIterator=self._iterator, Limit=self.mapping.batch_size)
            self._iterator = page["NextShardIterator"]
            if not page["Records"]:
                return
            records = [stream_record(record, self.mapping.stream_arn) for record in page["Records"]]
            self._deliver([record for record in records if _wanted(record, self.mapping.patterns)], 0)

    def _deliver(self, records: list[dict[str, Any]], tries: int) -> None:
        while records and not self._closed.is_set():
            numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
            answer = self._invoke(self.mapping.function, {"Records": records})
            failed = failed_identifiers(answer, numbers, self.mapping.partial_failures)
            if not failed:
                return
            log.warning("%s: a batch of %d failed: %s", self._thread.name, len(records), answer.payload[:500])
            if not answer.error and len(failed) < len(numbers):
                records = records[min(numbers.index(number) for number in failed) :]
            if self.mapping.bisect and len(records) > 1:
                # Splitting does not count as a retry.
                for half in _halves(records):
                    self._deliver(half, tries)
                return
            if 0 <= self.mapping.retries <= tries:
                self._set_aside(records, answer)
                return
            tries += 1
            self._closed.wait(RETRY_S)

    def _set_aside(self, records: list[dict[str, Any]], answer: Answer) -> None:
        if self.mapping.on_failure_arn is None:
            return
        name = self.mapping.on_failure_arn.rsplit(":", 1)[-1]
        message = {
            "requestContext": {"functionArn": self.mapping.function, "condition": "RetryAttemptsExhausted"},
            "responseContext": {"statusCode": 200, "functionError": answer.error},
            "version": "1.0",
            "DDBStreamBatchInfo": {
                "shardId": "local",
                "startSequenceNumber": records[0]["dynamodb"]["SequenceNumber"],
                "endSequenceNumber": records[-1]["dynamodb"]["SequenceNumber"],
                "batchSize": len(records),
                "streamArn": self.mapping.stream_arn,
            },
        }
        url = self._sqs.get_queue_url(QueueName=name)["QueueUrl"]
        self._sqs.send_message(QueueUrl=url, MessageBody=json.dumps(message))


def _halves(records: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    middle = len(records) // 2
    yield records[:middle]
    yield records[middle:]


def _wanted(record: dict[str, Any], patterns: tuple[dict[str, Any], ...], parse: str | None = None) -> bool:
    if not patterns:
        return True
    if parse is not None:
        with suppress(ValueError):
            record = {**record, parse: json.loads(record[parse])}
    return any(matches_pattern(pattern, record) for pattern in patterns)
