"""New versions of a profile: each open request that it concerns gets an event of its own."""

from dataclasses import replace

from functions.plan_rescores.handler import handler
from onbrand.bootstrap.brand import brands, templates
from onbrand.bootstrap.content import requests
from onbrand.bootstrap.parts import Parts
from onbrand.content import ContentRequest, Pinned, RequestStatus
from onbrand.content.transitions import Steps
from onbrand.kernel.events import Event
from tests.support.artworks import profile
from tests.support.http import Context
from tests.support.northbeam import northbeam
from tests.support.records import make_event, queue_batch
from tests.support.scenes import Scene, events_of, in_review


def pinned(scene: Scene, own: Parts) -> ContentRequest:
    """The scene's request, as one that was made by the present versions."""
    design = profile().model_dump(mode="json")
    brand = brands().update(scene.access, scene.brand.id, design, 1)
    draft = templates().create(scene.access, brand.id, northbeam("template.json"))
    pins = Pinned(profile_version=2, template_id=draft.id, template_version=1)
    change = Steps(own.clock, own.ids).step(scene.request, "Pinned", pinned=pins)
    requests().save(replace(change, used=True))
    return change.after


def changed(scene: Scene) -> Event:
    organization_id = scene.organization.id
    return make_event(
        1, "BrandUpdated", organization_id=organization_id, aggregate="brand", aggregate_id=scene.brand.id
    )


def asked(own: Parts) -> list[Event]:
    return [event for event in events_of(own) if event.type == "RescoreRequested"]


def test_an_open_request_is_asked_for_and_the_versions_are_told(own: Parts) -> None:
    scene = in_review(own)
    request = pinned(scene, own)
    handler(queue_batch([changed(scene)]), Context())
    assert asked(own) == []
    brands().update(scene.access, scene.brand.id, profile().model_dump(mode="json"), 2)
    assert handler(queue_batch([changed(scene)]), Context()) == {"batchItemFailures": []}
    (event,) = asked(own)
    assert event.aggregate_id == request.id
    assert event.payload["versions"]["profile_version"] == 3
    assert event.payload["brand_id"] == scene.brand.id


def test_a_request_that_is_over_is_left_alone(own: Parts) -> None:
    scene = in_review(own)
    request = pinned(scene, own)
    over = {"status": RequestStatus.APPROVED, "finalized_at": own.clock.now()}
    requests().save(Steps(own.clock, own.ids).step(request, "RequestFinalized", **over))
    brands().update(scene.access, scene.brand.id, profile().model_dump(mode="json"), 2)
    handler(queue_batch([changed(scene)]), Context())
    assert asked(own) == []
