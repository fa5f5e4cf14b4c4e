"""Requests by the API: submitted, listed, shown, downloaded, decided."""

from functions.api.examples import BODIES
from onbrand.bootstrap.parts import Parts
from tests.support.api import call, problem_of
from tests.support.scenes import Scene, events_of, found, in_review


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
