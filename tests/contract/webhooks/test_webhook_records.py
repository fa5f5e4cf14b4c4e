"""Webhooks and their deliveries in both tables."""

from datetime import UTC, datetime, timedelta

import pytest

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.table import Table
from onbrand.adapters.dynamodb.webhook_deliveries import TableWebhookDeliveries
from onbrand.adapters.dynamodb.webhooks import TableEndpoints
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.kernel.pages import every
from onbrand.notify.delivery import Delivery, Status
from onbrand.notify.errors import DeliveryMovedError
from onbrand.notify.webhooks.endpoints import endpoint_event
from onbrand.notify.webhooks.errors import EndpointMovedError
from onbrand.notify.webhooks.fanout import new_delivery
from onbrand.notify.webhooks.model import Endpoint, Health, Secrets, Trial, new_secret
from tests.support.records import ORGANIZATION, make_event
from tests.support.table import table

__all__ = ["table"]

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
CLOCK = FrozenClock(NOW)


def endpoint(number: int = 1, **changes: object) -> Endpoint:
    return Endpoint(
        id=f"01JZ000000000000000000WH0{number}",
        organization_id=ORGANIZATION,
        url="https://hooks.example.com/a",
        created_at=NOW,
        created_by="user-anna",
        **changes,
    )


def put(records: TableEndpoints, one: Endpoint, secrets: Secrets | None = None) -> None:
    event = endpoint_event("WebhookChanged", one, "user-anna", CLOCK, SequentialIds(one.version))
    records.put_endpoint(one, event, secrets)


def test_a_webhook_is_found_again_with_its_secrets_apart(table: Table) -> None:
    records, secrets = TableEndpoints(table), Secrets(current=new_secret())
    put(records, endpoint(2))
    put(records, endpoint(1), secrets)
    assert records.endpoints(ORGANIZATION) == [endpoint(1), endpoint(2)]
    assert records.endpoint(ORGANIZATION, endpoint(1).id) == endpoint(1)
    assert records.secrets(ORGANIZATION, endpoint(1).id) == secrets
    assert records.secrets(ORGANIZATION, endpoint(2).id) is None
    assert records.endpoints("01JZ0000000000000000000002") == []
    item = table.get(keys.webhooks.webhook(ORGANIZATION, endpoint(1).id))
    assert "whsec" not in str(item)


def test_of_two_changes_at_once_one_is_told(table: Table) -> None:
    records = TableEndpoints(table)
    put(records, endpoint(), Secrets(current=new_secret()))
    kept = records.secrets(ORGANIZATION, endpoint().id)
    put(records, endpoint(version=2))
    with pytest.raises(EndpointMovedError):
        put(records, endpoint(version=2), Secrets(current=new_secret()))
    assert records.secrets(ORGANIZATION, endpoint().id) == kept


def test_a_removed_webhook_leaves_no_secret(table: Table) -> None:
    records = TableEndpoints(table)
    put(records, endpoint(), Secrets(current=new_secret()))
    gone = endpoint(version=2)
    event = endpoint_event("WebhookRemoved", gone, "user-anna", CLOCK, SequentialIds(9))
    with pytest.raises(EndpointMovedError):
        records.remove_endpoint(gone, event)
    records.remove_endpoint(endpoint(), event)
    assert records.endpoint(ORGANIZATION, endpoint().id) is None
    assert records.secrets(ORGANIZATION, endpoint().id) is None


def test_of_two_healths_the_first_stays(table: Table) -> None:
    records, where = TableEndpoints(table), (ORGANIZATION, endpoint().id)
    assert records.health(*where) == Health()
    records.put_health(*where, Health(failing_since=NOW, version=1))
    records.put_health(*where, Health(failing_since=NOW + timedelta(days=1), version=1))
    assert records.health(*where).failing_since == NOW
    records.put_health(*where, Health(version=2))
    assert records.health(*where).failing_since is None


def delivery(number: int) -> Delivery:
    return new_delivery(make_event(number, "RequestFailed"), endpoint().id, CLOCK)


def test_a_delivery_is_written_once(table: Table) -> None:
    records = TableWebhookDeliveries(table)
    assert records.add(delivery(1))
    records.save(delivery(1).next(Status.SENDING, tries=1))
    assert not records.add(delivery(1))
    with pytest.raises(DeliveryMovedError):
        records.save(delivery(1).next(Status.SENT))
    found = records.delivery(ORGANIZATION, endpoint().id, delivery(1).cause)
    assert found is not None
    assert (found.status, found.tries, found.version) == (Status.SENDING, 1, 2)


def test_deliveries_come_the_latest_first_page_by_page(table: Table) -> None:
    records = TableWebhookDeliveries(table)
    for number in (2, 5, 1, 4, 3):
        records.add(delivery(number))
    seen = every(lambda start: records.deliveries(ORGANIZATION, endpoint().id, 2, start, dead=False))
    assert [one.cause for one in seen] == [delivery(number).cause for number in (5, 4, 3, 2, 1)]


def test_only_what_is_due_is_looked_at_and_only_the_dead_are_listed_so(table: Table) -> None:
    records = TableWebhookDeliveries(table)
    for number in range(1, 5):
        records.add(delivery(number))
    records.save(delivery(2).next(Status.SENT, next_at=None))
    records.save(delivery(3).next(Status.RETRYING, next_at=NOW + timedelta(hours=1)))
    records.save(delivery(4).next(Status.DEAD, next_at=None))
    minute = NOW + timedelta(minutes=1)
    assert list(records.due(minute - timedelta(microseconds=1))) == []
    assert [job.cause for job in records.due(minute)] == [delivery(1).cause]
    assert {job.cause for job in records.due(NOW + timedelta(hours=1))} == {
        delivery(1).cause,
        delivery(3).cause,
    }
    dead = records.deliveries(ORGANIZATION, endpoint().id, 5, None, dead=True)
    assert [one.cause for one in dead.items] == [delivery(4).cause]


def test_the_log_belongs_to_its_delivery_and_goes_after_a_month(table: Table) -> None:
    records = TableWebhookDeliveries(table)
    trials = [
        Trial(at=NOW + timedelta(seconds=number), status=500, took_ms=7, excerpt="no") for number in (1, 2)
    ]
    for trial in trials:
        records.log(delivery(1), trial)
    records.log(delivery(2), Trial(at=NOW, status=None, took_ms=15_000, detail="no answer"))
    records.add(delivery(1))
    assert records.trials(ORGANIZATION, endpoint().id, delivery(1).cause) == trials[::-1]
    assert len(records.deliveries(ORGANIZATION, endpoint().id, 5, None, dead=False).items) == 1
    for key in (
        keys.webhooks.webhook_trial(ORGANIZATION, endpoint().id, delivery(1).cause, trials[0].at),
        keys.webhooks.webhook_delivery(ORGANIZATION, endpoint().id, delivery(1).cause),
    ):
        item = table.get(key)
        assert item is not None
        kept = datetime.fromtimestamp(item["expires_at"], UTC) - NOW
        assert timedelta(days=30) <= kept < timedelta(days=31)
