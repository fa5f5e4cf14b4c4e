"""The API's description and its page: valid, complete, with examples that can be copied."""

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from pydantic import BaseModel

from functions.api.examples import BODIES
from onbrand.approval import WorkflowDesign
from onbrand.bootstrap.parts import Parts
from onbrand.brand import NewAsset, ProfileDesign
from onbrand.content import SubmitRequest
from onbrand.content.preview import PreviewRequest
from onbrand.content.simulate import Simulation
from onbrand.content.visuals import VisualToScore
from onbrand.content.waivers import NewWaiver
from onbrand.identity import NewMember, NewOrganization
from tests.support.api import call


def test_the_description_is_valid_and_complete(own: Parts) -> None:
    document = call("GET", "/v1/openapi.json").json
    OpenAPIV31SpecValidator(document).validate()
    assert document["openapi"].startswith("3.1")
    names = [one["operationId"] for path in document["paths"].values() for one in path.values()]
    assert len(names) == len(set(names)) >= 35
    assert all(name.isalpha() for name in names)
    for path in document["paths"].values():
        for operation in path.values():
            assert operation["responses"]["4XX"] == {"$ref": "#/components/responses/Problem"}
            assert operation["summary"]
            assert operation["tags"]
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


@pytest.mark.parametrize(
    ("operation", "model"),
    [
        ("createOrganization", NewOrganization),
        ("addMember", NewMember),
        ("createBrand", ProfileDesign),
        ("startUpload", NewAsset),
        ("createWorkflow", WorkflowDesign),
        ("previewTemplate", PreviewRequest),
        ("simulateProfile", Simulation),
        ("scoreVisual", VisualToScore),
        ("reportVisual", VisualToScore),
        ("waiveFinding", NewWaiver),
        ("submitRequest", SubmitRequest),
    ],
)
def test_examples_can_be_copied(operation: str, model: type[BaseModel]) -> None:
    assert model.model_validate(BODIES[operation])


def test_the_docs_load_nothing_from_elsewhere() -> None:
    answer = call("GET", "/docs")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy
    assert "unsafe-inline" not in policy.split("style-src")[0]
    assert "<script src" not in answer.text
    assert "<link" not in answer.text
