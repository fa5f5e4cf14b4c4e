"""The activity log: every event once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from onbrand.adapters.dynamodb.audit import TableActivity
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.adapters.memory.table import MemoryTable
from onbrand.audit import AuditService
from onbrand.identity import Access, Role
from onbrand.identity.errors import PermissionMissingError
from onbrand.kernel.events import Event
from onbrand.kernel.pages import every

OWNER = Access("user", "org", Role.OWNER)
IDS = SequentialIds()


def event(at: datetime, organization: str = "org") -> Event:
    return Event(
        id=IDS.new(),
        type="Happened",
        organization_id=organization,
        aggregate="request",
        aggregate_id="r",
        sequence=1,
        occurred_at=at,
        actor="user",
        payload={"fact": 1},
    )


def test_events_stand_once_in_their_month_the_latest_first() -> None:
    audit = AuditService(TableActivity(MemoryTable()))
    start = datetime(2026, 1, 31, 23, 59, 58, tzinfo=UTC)
    events = [event(start + timedelta(seconds=second)) for second in range(4)]
    for one in (*events, *reversed(events)):
        audit.record(one)

    january = audit.activity(OWNER, date(2026, 1, 1), 10).items
    assert [one.id for one in january] == [events[1].id, events[0].id]
    assert [one.id for one in audit.activity(OWNER, date(2026, 2, 28), 10).items] == [
        events[3].id,
        events[2].id,
    ]
    assert (january[0].type, january[0].payload) == ("Happened", {"fact": 1})


def test_pages_follow_each_other_without_a_gap() -> None:
    audit = AuditService(TableActivity(MemoryTable()))
    for second in range(5):
        audit.record(event(datetime(2026, 1, 1, 0, 0, second, tzinfo=UTC)))
    seen = every(lambda start: audit.activity(OWNER, date(2026, 1, 1), 2, start))
    assert [one.time.second for one in seen] == [4, 3, 2, 1, 0]


def test_the_log_is_of_one_organization_and_for_those_who_run_it() -> None:
    audit = AuditService(TableActivity(MemoryTable()))
    audit.record(event(datetime(2026, 1, 1, tzinfo=UTC), "other"))
    assert audit.activity(OWNER, date(2026, 1, 1), 10).items == []
    with pytest.raises(PermissionMissingError):
        audit.activity(Access("user", "org", Role.CREATOR), date(2026, 1, 1), 10)
