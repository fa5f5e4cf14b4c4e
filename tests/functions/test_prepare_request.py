"""The PrepareRequest state through its handler."""

import pytest
from pydantic import ValidationError

from functions.prepare_request.handler import handler
from onbrand.bootstrap.content import requests
from onbrand.bootstrap.parts import Parts
from onbrand.content import NoTemplateError, RequestNotFoundError, StaleAttemptError
from tests.support.http import Context
from tests.support.scenes import found


def test_errors_rise_by_the_name_that_the_pipeline_catches(own: Parts) -> None:
    scene = found(own)
    job = scene.job.model_dump()
    with pytest.raises(NoTemplateError):
        handler(job, Context())
    with pytest.raises(StaleAttemptError):
        handler({**job, "attempt": 2}, Context())
    with pytest.raises(RequestNotFoundError):
        handler({**job, "request_id": scene.organization.id}, Context())
    assert requests().request(scene.organization.id, scene.request.id).pinned is None


@pytest.mark.parametrize("extra", [{"attempt": 0}, {"surprise": 1}, {"request_id": None}])
def test_input_that_is_not_the_pipelines_is_refused(own: Parts, extra: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        handler({"organization_id": "o", "request_id": "r", "attempt": 1, **extra}, Context())
