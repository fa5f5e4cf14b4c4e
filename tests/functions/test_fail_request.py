"""The FailRequest state through its handler."""

import json

import pytest

from functions.fail_request.handler import handler
from onbrand.bootstrap.content import requests
from onbrand.bootstrap.parts import Parts
from onbrand.content import RequestStatus
from tests.support.http import Context
from tests.support.scenes import events_of, found


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("NoMatchingImageError", json.dumps({"errorMessage": "No picture matches.", "errorType": "X"})),
        ("States.Timeout", ""),
        ("ZeroDivisionError", json.dumps({"errorMessage": "division by zero", "stackTrace": ["secret.py"]})),
    ],
)
def test_a_request_fails_with_a_reason_for_a_person(own: Parts, name: str, cause: str) -> None:
    scene = found(own)
    event = {**scene.job.model_dump(), "error": {"Error": name, "Cause": cause}}
    for _ in range(2):
        assert handler(event, Context()) == {}
    request = requests().request(scene.organization.id, scene.request.id)
    assert request.status is RequestStatus.FAILED
    assert request.reason
    assert "secret.py" not in request.reason
    assert "division" not in request.reason
    assert [one.type for one in events_of(own)].count("RequestFailed") == 1
