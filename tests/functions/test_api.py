"""The members' API through its handler."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from pydantic import BaseModel

from functions.api.application import make_application
from functions.api.examples import BODIES
from functions.api.handler import handler
from onbrand.approval import WorkflowDesign
from onbrand.bootstrap.content import content_service, requests
from onbrand.bootstrap.parts import Parts
from onbrand.brand import NewAsset, ProfileDesign
from onbrand.compliance import Cure, Fix
from onbrand.content import SubmitRequest
from onbrand.content.preview import PreviewRequest
from onbrand.content.remedies import Remedy
from onbrand.content.simulate import Simulation
from onbrand.content.transitions import Steps
from onbrand.content.waivers import NewWaiver
from onbrand.identity import NewMember, NewOrganization
from tests.support.artworks import profile
from tests.support.http import Answer, Context, answer_of, claims, http_event
from tests.support.scenes import PLACEMENTS, Scene, events_of, finding, found, in_review, picture, register

LAYERS = b'{"placement": "instagram_square", "width": 1080, "height": 1080, "layers": []}'
UNKNOWN = "01JZZZZZZZZZZZZZZZZZZZZZZZ"


def call(method: str, path: str, who: str | None = None, **more: Any) -> Answer:
    token = claims(who) if who else None
    return answer_of(handler(http_event(method, path, token=token, **more), Context()))


def problem_of(answer: Answer, status: int) -> dict[str, Any]:
    assert answer.status == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = answer.json
    assert document["status"] == status
    assert document["type"].startswith("urn:onbrand:problem:")
    assert document["title"]
    assert document["detail"].endswith(".")
    assert document["instance"] == "urn:onbrand:request:Yp3lHj6XoAMESkQ="
    return document


@pytest.fixture
def scene(own: Parts) -> Scene:
    return found(own)


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


def test_a_person_with_one_organization_need_not_name_it(scene: Scene) -> None:
    assert call("GET", "/v1/organizations/current", scene.owner.id).json["id"] == scene.organization.id


def test_a_person_with_several_must_name_one(own: Parts, scene: Scene) -> None:
    other = call(
        "POST",
        "/v1/organizations",
        scene.owner.id,
        body={**BODIES["createOrganization"], "slug": "second-one"},
    )
    problem_of(call("GET", "/v1/organizations/current", scene.owner.id), 400)
    named = call(
        "GET", "/v1/organizations/current", scene.owner.id, headers={"onbrand-organization": other.json["id"]}
    )
    assert named.json["slug"] == "second-one"


def test_an_organization_of_others_is_answered_like_an_unknown_one(own: Parts, scene: Scene) -> None:
    stranger = register("stranger")
    foreign = call("GET", "/v1/brands", stranger.id, headers={"OnBrand-Organization": scene.organization.id})
    unknown = call("GET", "/v1/brands", stranger.id, headers={"OnBrand-Organization": UNKNOWN})
    assert problem_of(foreign, 404) == problem_of(unknown, 404)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/brands/{brand}",
        "/v1/brands/{brand}/templates",
        "/v1/requests/{request}",
        "/v1/requests/{request}/compliance",
        "/v1/requests/{request}/variants/instagram_square/file",
        "/v1/requests/{request}/variants/instagram_square/preview",
    ],
)
def test_things_of_others_are_answered_like_unknown_ones(own: Parts, path: str) -> None:
    mine, other = in_review(own, "northbeam"), found(own, "southbeam")
    theirs = path.format(brand=mine.brand.id, request=mine.request.id)
    nothing = path.format(brand=UNKNOWN, request=UNKNOWN)
    foreign = problem_of(call("GET", theirs, other.owner.id), 404)
    assert foreign == problem_of(call("GET", nothing, other.owner.id), 404)
    assert call("GET", theirs, mine.owner.id).status in (200, 302)


def test_members_are_added_to_the_organization_that_the_path_names(own: Parts, scene: Scene) -> None:
    path = f"/v1/organizations/{scene.organization.id}/members"
    added = call("POST", path, scene.owner.id, body=BODIES["addMember"])
    assert added.status == 201
    assert added.json["invitation"]["organization_id"] == scene.organization.id
    assert len(call("GET", path, scene.owner.id).json["items"]) == 2
    other = found(own, "southbeam")
    theirs = call("POST", path, other.owner.id, body=BODIES["addMember"])
    unknown = call(
        "POST", path.replace(scene.organization.id, UNKNOWN), other.owner.id, body=BODIES["addMember"]
    )
    assert problem_of(theirs, 404) == problem_of(unknown, 404)


def test_a_removed_member_is_out_with_the_next_call(scene: Scene) -> None:
    assert call("GET", "/v1/brands", scene.approver.id).status == 200
    gone = call("DELETE", f"/v1/organizations/current/members/{scene.approver.id}", scene.owner.id)
    assert (gone.status, gone.body) == (204, b"")
    assert call("GET", "/v1/brands", scene.approver.id).status == 400


def test_a_role_that_does_not_allow_it_is_refused(scene: Scene) -> None:
    problem_of(call("POST", "/v1/brands", scene.approver.id, body=BODIES["createBrand"]), 403)


def test_a_brand_is_changed_by_the_version_that_was_read(scene: Scene) -> None:
    path = f"/v1/brands/{scene.brand.id}"
    tag = call("GET", path, scene.owner.id).headers["etag"]
    problem_of(call("PUT", path, scene.owner.id, body=BODIES["createBrand"]), 428)
    problem_of(call("PUT", path, scene.owner.id, body=BODIES["createBrand"], headers={"If-Match": "x"}), 400)
    changed = call("PUT", path, scene.owner.id, body=BODIES["createBrand"], headers={"If-Match": tag})
    assert changed.headers["etag"] == '"2"'
    problem_of(call("PUT", path, scene.owner.id, body=BODIES["createBrand"], headers={"If-Match": tag}), 412)
    assert call("GET", path, scene.owner.id, query={"version": "1"}).json["version"] == 1


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


def test_a_submission_answers_202_and_a_repetition_the_same(scene: Scene) -> None:
    body = {**BODIES["submitRequest"], "brand_id": scene.brand.id}
    problem_of(call("POST", "/v1/requests", scene.owner.id, body=body), 400)
    first = call("POST", "/v1/requests", scene.owner.id, body=body, headers={"Idempotency-Key": "k1"})
    again = call("POST", "/v1/requests", scene.owner.id, body=body, headers={"Idempotency-Key": "k1"})
    assert first.status == again.status == 202
    assert first.json == again.json
    assert first.headers["location"] == f"/v1/requests/{first.json['id']}"
    assert (first.headers["idempotency-replayed"], again.headers["idempotency-replayed"]) == ("false", "true")
    other = {**body, "priority": 9}
    problem_of(
        call("POST", "/v1/requests", scene.owner.id, body=other, headers={"Idempotency-Key": "k1"}), 422
    )


def test_the_queue_is_paged_by_cursors_of_this_very_list(own: Parts, scene: Scene) -> None:
    for number in range(3):
        body = {**BODIES["submitRequest"], "brand_id": scene.brand.id, "priority": number}
        call("POST", "/v1/requests", scene.owner.id, body=body, headers={"Idempotency-Key": f"k{number}"})
    seen, cursor = [], None
    for _ in range(4):
        query = {"status": "submitted", "limit": "1"} | ({"cursor": cursor} if cursor else {})
        page = call("GET", "/v1/requests", scene.owner.id, query=query).json
        seen += [item["priority"] for item in page["items"]]
        cursor, last = page["next_cursor"], cursor
    assert seen == [5, 2, 1, 0]
    assert cursor is None
    for query in ({"status": "failed", "cursor": last}, {"status": "submitted", "cursor": f"{last}x"}):
        problem_of(call("GET", "/v1/requests", scene.owner.id, query=query), 400)
    other = found(own, "southbeam")
    query = {"status": "submitted", "cursor": last}
    problem_of(call("GET", "/v1/requests", other.owner.id, query=query), 400)


@pytest.mark.parametrize("query", [{}, {"status": "nonsense"}, {"status": "submitted", "limit": "101"}])
def test_parameters_are_checked(scene: Scene, query: dict[str, str]) -> None:
    assert problem_of(call("GET", "/v1/requests", scene.owner.id, query=query), 400)["errors"]


def test_a_request_is_shown_with_all_that_happened_and_without_its_places(own: Parts) -> None:
    scene = in_review(own)
    answer = call("GET", f"/v1/requests/{scene.request.id}", scene.owner.id)
    story = answer.json
    assert [event["type"] for event in story["events"]][-1] == "ApprovalOpened"
    assert len(story["variants"]) == 2
    assert story["package_url"] is None
    assert "the-task-token" not in answer.text
    assert f"{scene.organization.id}/requests/" not in answer.text
    measured = call("GET", f"/v1/requests/{scene.request.id}/compliance", scene.owner.id).json
    assert measured["variants"][0]["verdict"]["components"]["logo"] == 0.71


def test_verdicts_show_what_was_cured_and_how_it_was_before(own: Parts) -> None:
    scene = cured(own)
    answer = call("GET", f"/v1/requests/{scene.request.id}/compliance", scene.owner.id)
    measured = answer.json
    (change,) = measured["asset"]["remedy"]["changes"]
    assert (change["layer"], change["cure"], change["wanted"]) == ("ground", "recolour", "#17382E")
    assert "#17382E" in change["message"]
    assert measured["asset"]["remedy"]["before"]["score"] == 0.5
    assert [one["remedy"] for one in measured["variants"]] == [None, None]
    assert f"{scene.organization.id}/requests/" not in answer.text


def test_verdicts_that_are_not_stored_any_more_are_a_clear_answer(own: Parts) -> None:
    scene = in_review(own)
    (square, _) = content_service().story(scene.access, scene.request.id).variants
    own.objects.delete(square.verdict_key)
    for path in ("compliance", "compliance/report"):
        answer = call("GET", f"/v1/requests/{scene.request.id}/{path}", scene.owner.id)
        assert problem_of(answer, 404)["type"].endswith("verdict-missing")


def test_the_score_with_waivers_stands_beside_the_one_without(own: Parts) -> None:
    flaw = {**finding(message="The logo stands in the margin."), "box": [10, 20, 100, 50]}
    scene = in_review(own, "northbeam", flaw)
    for variant in content_service().story(scene.access, scene.request.id).variants:
        own.objects.put(variant.key, picture(), "image/jpeg")
    path = f"/v1/requests/{scene.request.id}"
    assert call("GET", f"{path}/compliance", scene.owner.id).json["waived"] is None
    assert "With the waivers in force" not in call("GET", f"{path}/compliance/report", scene.owner.id).text
    new = {"check": "margins", "reason": "The partner asked for it.", "ends_at": "2027-01-01T00:00:00Z"}
    waiver = call("POST", f"{path}/waivers", scene.owner.id, body={**new, "placement": PLACEMENTS[0]}).json

    measured = call("GET", f"{path}/compliance", scene.owner.id).json
    assert measured["score"] == 0.7342
    assert measured["waived"]["in_force"] == [waiver["id"]]
    assert measured["waived"]["without"]["score"] == 0.7342
    one, other = measured["waived"]["pictures"]
    assert one["placement"] == PLACEMENTS[0]
    assert "The partner asked for it" in one["said"][0]
    assert other["said"] == []
    page = call("GET", f"{path}/compliance/report", scene.owner.id).text
    assert page.count("With the waivers in force") == 1
    assert "The partner asked for it" in page


def test_the_report_is_one_page_that_loads_nothing(own: Parts) -> None:
    scene = cured(own)
    path = call("GET", f"/v1/requests/{scene.request.id}/compliance", scene.owner.id).json["report"]
    whole = call("GET", path, scene.owner.id)
    assert whole.status == 200
    assert whole.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in whole.headers["content-security-policy"]
    assert whole.text.count("<article") == 2
    one = call("GET", path, scene.owner.id, query={"placement": "instagram_square"}).text
    assert one.count("<article") == 1
    assert "Cured by composition" in one
    assert "The logo stands in the margin." in one
    assert not re.search(r"https?://|<script|@import|url\(", one)
    problem_of(call("GET", path, scene.owner.id, query={"placement": "instagram_story"}), 404)
    waiting = found(own, "southbeam")
    early = f"/v1/requests/{waiting.request.id}/compliance/report"
    problem_of(call("GET", early, waiting.owner.id), 404)
    assert problem_of(call("GET", path, waiting.owner.id), 404)["type"].endswith("request-not-found")


def test_a_report_says_when_its_pictures_are_too_much_for_one_answer(own: Parts) -> None:
    scene = cured(own)
    path = f"/v1/requests/{scene.request.id}/compliance/report"
    _, older = content_service().story(scene.access, scene.request.id).variants
    own.objects.put(older.key, picture() + bytes(4_000_000), "image/jpeg")
    assert "placement" in problem_of(call("GET", path, scene.owner.id), 422)["detail"]


def cured(own: Parts) -> Scene:
    """A request in review whose lead picture was cured."""
    scene = in_review(own)
    story = content_service().story(scene.access, scene.request.id)
    for variant in story.variants:
        own.objects.put(variant.key, picture(), "image/jpeg")
        own.objects.put(variant.layers_key, LAYERS, "application/json")
    before = {**story.variants[0].verdict, "score": 0.5}
    fix = Fix(cure=Cure.RECOLOUR, layer="ground", wanted="#17382E")
    remedy = Remedy(fixes=(fix,), overrides=(), before=before, key=story.variants[0].key)
    assert story.asset is not None
    asset = story.asset.model_copy(update={"lead_verdict": story.variants[0].verdict, "lead_remedy": remedy})
    change = Steps(own.clock, own.ids).step(story.request, "ComplianceScored")
    requests().save(replace(change, asset=asset))
    return replace(scene, request=change.after)


def test_a_download_is_a_redirect_and_an_event(own: Parts) -> None:
    scene = in_review(own)
    path = f"/v1/requests/{scene.request.id}/variants/instagram_square/file"
    answer = call("GET", path, scene.owner.id)
    assert answer.status == 302
    assert "variants/instagram_square.jpg" in answer.headers["location"]
    assert events_of(own)[-1].type == "AssetDownloaded"
    problem_of(call("GET", path.replace("square", "story"), scene.owner.id), 404)


def test_a_small_copy_is_looked_at_without_a_trace(own: Parts) -> None:
    scene = in_review(own)
    square, older = call("GET", f"/v1/requests/{scene.request.id}", scene.owner.id).json["variants"]
    before = [event.type for event in events_of(own)]
    answer = call("GET", square["preview"], scene.owner.id)
    assert answer.status == 302
    assert "preview.jpg" in answer.headers["location"]
    assert [event.type for event in events_of(own)] == before
    assert older["preview"] is None
    problem_of(call("GET", older["file"].replace("/file", "/preview"), scene.owner.id), 404)


def test_cancelling_ends_a_request_and_retrying_needs_an_end(scene: Scene) -> None:
    path = f"/v1/requests/{scene.request.id}"
    problem_of(call("POST", f"{path}/retry", scene.owner.id), 409)
    assert call("POST", f"{path}/cancel", scene.owner.id).json["status"] == "cancelled"
    assert call("POST", f"{path}/cancel", scene.owner.id).json["status"] == "cancelled"


def test_an_approver_decides_once(own: Parts) -> None:
    scene = in_review(own)
    (waiting,) = call("GET", "/v1/approvals", scene.approver.id).json["items"]
    assert waiting["request_id"] == scene.request.id
    path = f"/v1/approvals/{scene.request.id}/decision"
    body = {"decision": "approved", "content_version": waiting["content_version"]}
    problem_of(call("POST", path, scene.approver.id, body={**body, "content_version": 99}), 409)
    assert call("POST", path, scene.approver.id, body=body).json["status"] == "decided"
    problem_of(call("POST", path, scene.approver.id, body={**body, "decision": "rejected"}), 409)
    assert call("GET", "/v1/approvals", scene.approver.id).json["items"] == []


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
