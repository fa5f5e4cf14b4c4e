"""The states that touch pixels, one after the other through their handlers."""

import base64
import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PIL import Image

from functions.compose_asset.handler import handler as compose_asset
from functions.prepare_request.handler import handler as prepare_request
from functions.render_variants.handler import handler as render_variants
from functions.score_compliance.handler import handler as score_compliance
from functions.source_image.handler import handler as source_image
from onbrand.bootstrap.content import content_service
from onbrand.bootstrap.parts import using
from onbrand.content import StageMissingError
from tests.support.http import Context
from tests.support.northbeam import ORGANIZATION
from tests.support.world import World


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    made = World()
    with using(made.parts):
        made.found()
        yield made


def test_the_states_take_a_request_from_its_brief_to_its_variants(world: World) -> None:
    request, _ = content_service().submit(world.access, world.command(), "states")
    job = {"organization_id": ORGANIZATION, "request_id": request.id, "attempt": 1}
    with pytest.raises(StageMissingError):
        render_variants(job, Context())
    states: list[tuple[Callable[[dict[str, Any], Any], Any], str]] = [
        (prepare_request, "RequestPrepared"),
        (source_image, "ImageSourced"),
        (compose_asset, "AssetComposed"),
        (score_compliance, "ComplianceScored"),
    ]
    for state, event in states:
        for _ in range(2):
            assert state(job, Context()) == {}
        types = [one.type for one in world.story(request.id).events]
        assert types[-1] == event
        assert types.count(event) == 1
    answer = render_variants(job, Context())
    assert answer == render_variants(job, Context())
    assert list(answer) == ["needed", "step"]
    story = world.story(request.id)
    assert [variant.placement for variant in story.variants] == list(request.placements)
    for variant in story.variants:
        data = world.objects.get(variant.key)
        assert len(data) == variant.bytes
        assert b"photoshop:Credit" in Image.open(io.BytesIO(data)).info["xmp"]
        assert variant.preview_key is not None
        small = Image.open(io.BytesIO(world.objects.get(variant.preview_key)))
        assert (small.format, max(small.size)) == ("JPEG", 480)
        assert small.width / small.height == pytest.approx(variant.width / variant.height, abs=0.01)
        assert len(world.objects.get(variant.preview_key)) < variant.bytes / 3
        assert 15 < len(base64.b64decode(variant.thumbhash)) < 30
