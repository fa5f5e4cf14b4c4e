"""The members' API through its handler: who may call it, and what each route answers."""

import json
import re
import subprocess
import sys

from functions.api.examples import BODIES
from functions.api.handler import handler
from onbrand.bootstrap.parts import Parts
from tests.support.api import UNKNOWN, call, problem_of
from tests.support.artworks import profile
from tests.support.http import Context, answer_of, claims, http_event
from tests.support.scenes import Scene


def test_health_needs_no_token() -> None:
    assert call("GET", "/v1/health").json == {"status": "ok"}


def test_an_id_token_registers_and_an_access_token_does_all_else(own: Parts) -> None:
    token = claims("anna", "id", email="Anna@northbeam.example", email_verified="true", name="Anna")
    event = http_event("PUT", "/v1/me", token=token)
    me = answer_of(handler(event, Context()))
    assert me.json["user"]["email"] == "anna@northbeam.example"
    assert call("GET", "/v1/me", "anna").json["organizations"] == []
    problem_of(answer_of(handler(http_event("GET", "/v1/me", token=token), Context())), 401)
    problem_of(call("PUT", "/v1/me", "anna"), 401)


def test_an_address_that_is_not_verified_is_not_registered(own: Parts) -> None:
    token = claims("anna", "id", email="anna@northbeam.example", email_verified="false", name="Anna")
    problem_of(answer_of(handler(http_event("PUT", "/v1/me", token=token), Context())), 403)


def test_every_route_but_the_public_ones_needs_an_access_token(own: Parts) -> None:
    document = call("GET", "/v1/openapi.json").json
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if operation["operationId"] in (
                "getHealth",
                "completeBrandAsset",
                "previewTemplate",
                "simulateProfile",
                "scoreVisual",
                "reportVisual",
            ):
                continue
            filled = path.replace("{placement}", "instagram_square").replace("{dimension}", "brand")
            filled = filled.replace("{member_id}", "user-x").replace("{subject_id}", UNKNOWN)
            filled = re.sub(r"\{\w+_id\}", UNKNOWN, filled)
            query = {"status": "submitted", "from": "2026-01-01", "to": "2026-01-01", "month": "2026-01"}
            query["request_id"] = UNKNOWN
            body = BODIES.get(operation["operationId"]) or {}
            for token in (None, claims("anna", "id" if path != "/v1/me" or method == "get" else "access")):
                event = http_event(
                    method.upper(),
                    filled,
                    token=token,
                    query=query,
                    headers={"If-Match": '"1"', "Idempotency-Key": "k"},
                    body=body if "requestBody" in operation else None,
                )
                status = answer_of(handler(event, Context())).status
                assert status == 401 or (not body and status == 422), (method, path, status)


def test_a_brand_is_changed_by_the_version_that_was_read(scene: Scene) -> None:
    path = f"/v1/brands/{scene.brand.id}"
    tag = call("GET", path, scene.owner.id).headers["etag"]
    problem_of(call("PUT", path, scene.owner.id, body=BODIES["createBrand"]), 428)
    problem_of(call("PUT", path, scene.owner.id, body=BODIES["createBrand"], headers={"If-Match": "x"}), 400)
    changed = call("PUT", path, scene.owner.id, body=BODIES["createBrand"], headers={"If-Match": tag})
    assert changed.headers["etag"] == '"2"'
    problem_of(call("PUT", path, scene.owner.id, body=BODIES["createBrand"], headers={"If-Match": tag}), 412)
    assert call("GET", path, scene.owner.id, query={"version": "1"}).json["version"] == 1


def test_an_upload_starts_with_a_form(scene: Scene) -> None:
    path = f"/v1/brands/{scene.brand.id}/assets"
    started = call("POST", path, scene.owner.id, body=BODIES["startUpload"])
    assert started.status == 201
    assert started.json["upload"]["fields"]
    (listed,) = call("GET", path, scene.owner.id).json["items"]
    assert listed == started.json["asset"]
    assert "key" not in listed


def test_usage_and_activity_are_lists(scene: Scene) -> None:
    query = {"from": "2026-01-01", "to": "2026-01-31"}
    assert call("GET", "/v1/usage", scene.owner.id, query=query).json == {
        "first": "2026-01-01",
        "last": "2026-01-31",
        "time_zone": "UTC",
        "closed_through": None,
        "troubled": [],
        "items": [],
    }
    problem_of(call("GET", "/v1/usage", scene.owner.id, query={"from": "x", "to": "2026-01-01"}), 400)
    assert call("GET", "/v1/activity", scene.owner.id, query={"month": "2026-01"}).json["items"] == []


def test_a_starter_becomes_a_template_of_the_brand(scene: Scene) -> None:
    problem_of(call("GET", "/v1/starter-templates", "stranger"), 400)
    starters = call("GET", "/v1/starter-templates", scene.owner.id).json["items"]
    assert set(starters) == {"offer", "quote", "product_launch"}
    brand = call("POST", "/v1/brands", scene.owner.id, body=profile().model_dump(mode="json")).json
    for design in starters.values():
        made = call("POST", f"/v1/brands/{brand['id']}/templates", scene.owner.id, body=design)
        assert made.status == 201, made.text


def test_the_api_loads_no_pixels_no_templates_and_no_http_client() -> None:
    code = "import functions.api.handler, sys, json; print(json.dumps(sorted(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PATH": ""}
    )
    loaded = set(json.loads(result.stdout))
    assert not loaded & {"PIL", "numpy", "httpx", "jinja2", "boto3", "aws_xray_sdk", "onbrand.imaging.render"}
