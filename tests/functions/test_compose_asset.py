"""The ComposeAsset state through its handler; what it makes is shown in test_render_variants.py and
tests/pipeline."""

import pytest
from pydantic import ValidationError

from functions.compose_asset.handler import handler
from onbrand.bootstrap.content import content_service, requests
from onbrand.bootstrap.parts import Parts
from onbrand.content import RequestClosedError, StageMissingError, StaleAttemptError
from tests.support.http import Context
from tests.support.scenes import found


def test_out_of_turn_nothing_is_done_and_the_error_rises_by_name(own: Parts) -> None:
    scene = found(own)
    job = scene.job.model_dump()
    with pytest.raises(StageMissingError):
        handler(job, Context())
    with pytest.raises(StaleAttemptError):
        handler({**job, "attempt": 7}, Context())
    content_service().cancel(scene.access, scene.request.id)
    before = requests().request(scene.organization.id, scene.request.id)
    with pytest.raises(RequestClosedError):
        handler(job, Context())
    assert requests().request(scene.organization.id, scene.request.id) == before


def test_input_that_is_not_the_pipelines_is_refused(own: Parts) -> None:
    with pytest.raises(ValidationError):
        handler({"organization_id": "o", "request_id": "r", "attempt": "first"}, Context())
