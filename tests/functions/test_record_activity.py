"""Every event once in the activity log."""

from datetime import date

from functions.record_activity.handler import handler
from onbrand.bootstrap.audit import audit_service
from onbrand.bootstrap.parts import Parts
from tests.support.http import Context
from tests.support.records import queue_batch
from tests.support.scenes import events_of, found


def test_events_are_logged_once_however_often_they_come(own: Parts) -> None:
    scene = found(own)
    events = [event for event in events_of(own) if event.organization_id == scene.organization.id]
    for _ in range(2):
        assert handler(queue_batch(events), Context()) == {"batchItemFailures": []}
    page = audit_service().activity(scene.access, date(2026, 1, 1), 100)
    assert {entry.id for entry in page.items} == {event.id for event in events}
    assert len(page.items) == len(events)
