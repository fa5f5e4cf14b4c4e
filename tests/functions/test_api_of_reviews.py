"""Reviews, workflows and arrangements through the members' API."""

import pytest
from pydantic import BaseModel

from functions.api.examples import BODIES
from functions.api.routes.approvals import NewDecision, NewDelegation, Publication, Reason
from functions.api.routes.arrangements import NamedSubstitute
from onbrand.approval import GroupDesign, NewComment, WorkWeek
from onbrand.bootstrap.identity import organizations
from onbrand.bootstrap.parts import Parts
from onbrand.content import Revision
from onbrand.identity import NewMember, Role
from tests.support.api import call
from tests.support.scenes import TOKEN, Scene, in_review, register


@pytest.fixture
def scene(own: Parts) -> Scene:
    return in_review(own)


def second_approver(scene: Scene) -> str:
    user = register("second")
    organizations().add_member(scene.access, NewMember(email=user.email, role=Role.APPROVER))
    return user.id


def test_a_review_shows_who_is_asked_and_never_the_token(scene: Scene) -> None:
    answer = call("GET", f"/v1/approvals/{scene.request.id}", scene.approver.id)
    assert answer.json["yours"]["status"] == "open"
    assert (answer.json["step"], answer.json["needed"], answer.json["approved"]) == (1, 1, 0)
    history = call("GET", f"/v1/approvals/{scene.request.id}/history", scene.owner.id)
    assert [event["type"] for event in history.json["events"]] == ["ApprovalOpened"]
    assert TOKEN not in answer.text + history.text
    assert (
        call("GET", f"/v1/approvals/{scene.request.id}", scene.approver.id, query={"step": "2"}).status == 404
    )


def test_a_question_is_handed_on_and_answered_by_the_other(scene: Scene) -> None:
    second, path = second_approver(scene), f"/v1/approvals/{scene.request.id}"
    assert call("POST", f"{path}/delegation", scene.approver.id, body={"to": scene.owner.id}).status == 422
    handed = call("POST", f"{path}/delegation", scene.approver.id, body={"to": second})
    assert (handed.json["approver_id"], handed.json["stands_for"]) == (second, scene.approver.id)
    body = {"decision": "approved", "content_version": 1}
    assert call("POST", f"{path}/decision", scene.approver.id, body=body).status == 410
    assert call("POST", f"{path}/decision", second, body=body).json["status"] == "decided"


def test_a_review_on_hold_is_decided_by_nobody(scene: Scene) -> None:
    path, body = f"/v1/approvals/{scene.request.id}", {"decision": "approved", "content_version": 1}
    held = call("POST", f"{path}/hold", scene.owner.id, body={"reason": "Wait for legal."})
    assert held.json["hold"]["reason"] == "Wait for legal."
    assert call("POST", f"{path}/hold", scene.owner.id, body={}).status == 409
    assert call("POST", f"{path}/decision", scene.approver.id, body=body).status == 409
    assert call("POST", f"{path}/release", scene.approver.id, body={}).json["hold"] is None
    assert call("POST", f"{path}/decision", scene.approver.id, body=body).status == 200


def test_formats_are_sent_back_with_comments_and_a_new_version_is_made(scene: Scene) -> None:
    path = f"/v1/requests/{scene.request.id}"
    pinned = {"text": "Too close.", "placement": "facebook_feed", "point": {"x": 0.9, "y": 0.1}}
    body = {
        "decision": "changes_requested",
        "content_version": 1,
        "sent_back": ["facebook_feed"],
        "comments": [pinned],
    }
    decide = f"/v1/approvals/{scene.request.id}/decision"
    for wrong in ({"sent_back": ["x_post"]}, {"decision": "approved"}):
        assert call("POST", decide, scene.approver.id, body={**body, **wrong}).status == 422
    assert call("POST", decide, scene.approver.id, body=body).json["sent_back"] == ["facebook_feed"]
    added = call("POST", f"{path}/comments", scene.owner.id, body=BODIES["addComment"])
    assert added.status == 201
    listed = call("GET", f"{path}/comments", scene.owner.id).json["items"]
    assert [one["text"] for one in listed] == ["Too close.", BODIES["addComment"]["text"]]

    request = call("GET", path, scene.owner.id).json["request"]
    assert request["decision"]["sent_back"] == ["facebook_feed"]
    revision = {"brief": request["brief"] | {"caption": "Another one"}, "content_version": 1}
    assert call("POST", f"{path}/revision", scene.approver.id, body=revision).status == 403
    revised = call("POST", f"{path}/revision", scene.owner.id, body=revision)
    assert (revised.status, revised.json["content_version"], revised.json["edits"]) == (202, 2, [["words"]])
    assert call("POST", f"{path}/revision", scene.owner.id, body=revision).status == 409


def test_a_request_is_withdrawn_or_planned_anew(scene: Scene) -> None:
    path = f"/v1/requests/{scene.request.id}"
    planned = call("PUT", f"{path}/publication", scene.owner.id, body=BODIES["rescheduleRequest"])
    assert planned.json["publish_at"].startswith("2026-03-02T0")
    assert (
        call("PUT", f"{path}/publication", scene.owner.id, body={"publish_at": None}).json["publish_at"]
        is None
    )
    withdrawn = call("POST", f"{path}/withdrawal", scene.owner.id, body=BODIES["withdrawRequest"])
    assert withdrawn.json["status"] == "withdrawn"
    assert call("PUT", f"{path}/publication", scene.owner.id, body=BODIES["rescheduleRequest"]).status == 409
    assert call("GET", "/v1/approvals", scene.approver.id).json["items"] == []


def test_substitutes_are_named_listed_and_ended(scene: Scene) -> None:
    body = BODIES["nameSubstitute"] | {"substitute_id": scene.owner.id}
    named = call("POST", "/v1/substitutes", scene.approver.id, body=body)
    assert (named.status, named.json["user_id"]) == (201, scene.approver.id)
    assert call("GET", "/v1/substitutes", scene.owner.id).json["items"] == [named.json]
    path = f"/v1/substitutes/{named.json['id']}"
    assert [call("DELETE", path, scene.owner.id).status for _ in range(2)] == [204, 404]


def test_groups_and_the_working_time_change_by_versions(scene: Scene) -> None:
    made = call(
        "POST", "/v1/approver-groups", scene.owner.id, body={"name": "Law", "members": [scene.approver.id]}
    )
    path = made.headers["location"]
    assert call("GET", path, scene.owner.id).headers["etag"] == '"1"'
    body = {"name": "Legal", "members": [scene.approver.id]}
    changes = [
        call("PUT", path, scene.owner.id, body=body, headers={"If-Match": '"1"'}).status for _ in range(2)
    ]
    assert changes == [200, 412]
    assert [one["name"] for one in call("GET", "/v1/approver-groups", scene.owner.id).json["items"]] == [
        "Legal"
    ]

    assert call("GET", "/v1/working-time", scene.owner.id).json["version"] == 0
    week, match = BODIES["changeWorkingTime"], {"If-Match": '"0"'}
    assert call("PUT", "/v1/working-time", scene.owner.id, body=week, headers=match).json["version"] == 1
    assert call("PUT", "/v1/working-time", scene.owner.id, body=week, headers=match).status == 412


def test_a_workflow_with_a_broken_step_is_refused_by_its_name_and_one_is_taken_out_of_use(
    scene: Scene,
) -> None:
    made = call("POST", "/v1/workflows", scene.owner.id, body=BODIES["createWorkflow"] | {"named": True})
    assert made.status == 201, made.text
    broken = BODIES["createWorkflow"] | {"named": True, "steps": [{"name": "Legal", "approvers": ["nobody"]}]}
    problem = call("POST", "/v1/workflows", scene.owner.id, body=broken).json
    assert "step 1 “Legal”: nobody may not decide" in problem["detail"]
    assert [error["pointer"] for error in problem["errors"]] == ["/steps/0/approvers/0"]
    path = made.headers["location"]
    answers = [call("DELETE", path, scene.owner.id, headers={"If-Match": '"1"'}).status for _ in range(2)]
    assert answers == [204, 404]
    (left,) = call("GET", "/v1/workflows", scene.owner.id).json["items"]
    assert left["name"] == "One decides"
    call("DELETE", f"/v1/workflows/{left['id']}", scene.owner.id, headers={"If-Match": '"1"'})
    again = BODIES["createWorkflow"]
    assert call("POST", "/v1/workflows", scene.owner.id, body=again).status == 201


@pytest.mark.parametrize(
    ("operation", "model"),
    [
        ("decideApproval", NewDecision),
        ("delegateApproval", NewDelegation),
        ("holdReview", Reason),
        ("withdrawRequest", Reason),
        ("rescheduleRequest", Publication),
        ("reviseRequest", Revision),
        ("addComment", NewComment),
        ("nameSubstitute", NamedSubstitute),
        ("createApproverGroup", GroupDesign),
        ("changeWorkingTime", WorkWeek),
    ],
)
def test_examples_of_reviews_can_be_copied(operation: str, model: type[BaseModel]) -> None:
    assert model.model_validate(BODIES[operation])
