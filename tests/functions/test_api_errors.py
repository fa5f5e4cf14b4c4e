"""What the API answers to calls that it cannot take."""

import pytest

from functions.api.application import make_application
from functions.api.examples import BODIES
from onbrand.bootstrap.parts import Parts
from tests.support.api import call, problem_of
from tests.support.http import Context, answer_of, http_event
from tests.support.scenes import Scene


def test_wrong_fields_are_pointed_at(scene: Scene) -> None:
    palette = [{"name": "ink", "hex": "red", "role": "text"}]
    body = {**BODIES["createBrand"], "palette": palette, "created_by": "me"}
    document = problem_of(call("POST", "/v1/brands", scene.owner.id, body=body), 422)
    assert {"/palette/0/hex", "/created_by"} <= {error["pointer"] for error in document["errors"]}


@pytest.mark.parametrize(
    ("raw", "encoded", "status"),
    [
        ("{", False, 400),
        ("[{}]", False, 400),
        ("[" * 50_000, False, 400),
        ('{"name": NaN}', False, 400),
        ('{"name": "a", "name": "b"}', False, 400),
        ("/w==", True, 400),
        ("not base64!", True, 400),
        ('"' + "x" * 600_000 + '"', False, 413),
        ('{"name": true, "slug": 7}', False, 422),
        ("null", False, 400),
        ("", False, 422),
    ],
)
def test_bodies_that_cannot_be_read_are_the_callers_fault(
    scene: Scene, raw: str, encoded: bool, status: int
) -> None:
    answer = call("POST", "/v1/organizations", scene.owner.id, raw=raw, encoded=encoded)
    problem_of(answer, status)


def test_another_content_type_is_refused(scene: Scene) -> None:
    headers = {"content-type": "application/xml"}
    problem_of(call("POST", "/v1/organizations", scene.owner.id, raw="<a/>", headers=headers), 415)


def test_unknown_addresses_and_methods_are_problems_too(own: Parts) -> None:
    problem_of(call("GET", "/v1/nothing"), 404)
    answer = call("PATCH", "/v1/requests")
    problem_of(answer, 405)
    assert answer.headers["allow"] == "GET, POST"


def test_an_unexpected_error_tells_nothing() -> None:
    app = make_application()

    @app.get("/v1/broken")
    def broken() -> None:
        raise RuntimeError("arn:aws:secret and a stack")

    from onbrand.entry.http import serve

    answer = answer_of(serve(app, http_event("GET", "/v1/broken"), Context()))
    document = problem_of(answer, 500)
    assert "arn:" not in answer.text
    assert document["type"] == "urn:onbrand:problem:internal"


@pytest.mark.parametrize("query", [{}, {"status": "nonsense"}, {"status": "submitted", "limit": "101"}])
def test_parameters_are_checked(scene: Scene, query: dict[str, str]) -> None:
    assert problem_of(call("GET", "/v1/requests", scene.owner.id, query=query), 400)["errors"]
