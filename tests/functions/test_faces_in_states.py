"""What a detector saw stays with the picture: the states that lay out, judge and render use the same boxes."""

import io
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PIL import Image

from functions.source_image.handler import handler as source_image
from onbrand.adapters.memory.detector import MemoryDetector
from onbrand.bootstrap.parts import using
from onbrand.content import RequestStatus
from onbrand.content.files import read_layers
from onbrand.sourcing import Face, Label, Operation
from tests.support.parts import ENVIRON, memory_parts
from tests.support.world import ENVIRONMENT, World

FACE = Face(box=(0.05, 0.1, 0.15, 0.25), confidence=0.99)
PAID = {
    "PICTURE_DETECTOR": "rekognition",
    "REKOGNITION_COSTS": '{"pictures.faces": "0.001"}',
    "REKOGNITION_CURRENCY": "USD",
}


@pytest.fixture
def detector() -> MemoryDetector:
    return MemoryDetector([FACE], [Label(name="Coffee Cup", confidence=0.97)])


@pytest.fixture
def world(detector: MemoryDetector) -> Iterator[World]:
    made = World()
    given = {name: getattr(made.parts, name) for name in ("clock", "ids", "table", "objects", "pipeline")}
    parts = memory_parts(
        ENVIRON | ENVIRONMENT | PAID, **given, image_provider=made.images, picture_detector=detector
    )
    with using(parts):
        made.found()
        yield made


def test_boxes_are_stored_with_the_asset_and_stand_in_every_layer_list(
    world: World, detector: MemoryDetector
) -> None:
    story = world.story(world.submit().id)
    assert story.asset is not None and story.asset.source is not None
    seen = story.asset.source.seen
    assert (seen.detector, seen.faces, [one.name for one in seen.labels]) == (
        "rekognition",
        (FACE,),
        ["Coffee Cup"],
    )
    (sourced,) = [event for event in story.events if event.type == "ImageSourced"]
    assert sourced.payload["subject_by"] == "rekognition"
    assert {
        call.operation: str(call.cost.amount) for call in story.calls if call.provider == "rekognition"
    } == {
        "pictures.faces": "0.001",
        "pictures.labels": "0",
    }
    assert len(story.variants) == 2
    for variant in story.variants:
        layers = read_layers(world.objects, variant.layers_key, variant.placement).layers
        (photo,) = [layer for layer in layers if layer.type == "photo"]
        ((x, y, width, height),) = photo.faces
        left, top, right, bottom = (
            photo.box[0],
            photo.box[1],
            photo.box[0] + photo.box[2],
            sum(photo.box[1::2]),
        )
        assert left <= x and top <= y and x + width <= right and y + height <= bottom
        # the photograph has 1200 x 1000 pixels
        assert width / height == pytest.approx(0.1 * 1200 / (0.15 * 1000), abs=0.03)
    sent = Image.open(io.BytesIO(detector.sent[0][1]))
    assert (sent.format, sent.size) == ("JPEG", (1200, 1000))


def test_a_detector_that_is_down_stops_no_request_and_the_record_says_so(
    world: World, detector: MemoryDetector
) -> None:
    detector.down = {Operation.FACES, Operation.LABELS}
    request = world.submit()
    assert request.status is not RequestStatus.FAILED and request.outcome is not None
    story = world.story(request.id)
    assert story.asset is not None and story.asset.source is not None
    assert story.asset.source.seen.detector == "saliency"
    assert "Rekognition" in (story.asset.source.seen.note or "")
    (sourced,) = [event for event in story.events if event.type == "ImageSourced"]
    assert sourced.payload["subject_by"] == "saliency"


def test_a_picture_is_looked_at_once_an_attempt(world: World, detector: MemoryDetector) -> None:
    request = world.submit()
    job = {"organization_id": request.organization_id, "request_id": request.id, "attempt": 1}
    source_image(job, SimpleNamespace(aws_request_id="again", memory_limit_in_mb=1769))
    assert [operation for operation, _ in detector.sent] == [Operation.FACES, Operation.LABELS]
