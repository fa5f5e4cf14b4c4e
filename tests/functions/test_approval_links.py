"""Which links of approval mails open a page, and what a link has come to."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.approval_links.handler import handler
from onbrand.approval import ApprovalLinks, WorkflowDesign
from onbrand.bootstrap.approval import approval_links, approval_service, workflow_service
from onbrand.bootstrap.content import content_service, requests
from onbrand.bootstrap.identity import organizations
from onbrand.bootstrap.parts import Parts
from onbrand.content import Decision, RequestStatus
from onbrand.content.transitions import Steps
from onbrand.identity import NewMember, Role
from tests.support.approving import call, decide, status_of, token_of
from tests.support.http import Context, answer_of
from tests.support.scenes import Scene, in_review, register


@pytest.fixture
def scene(own: Parts) -> Scene:
    return in_review(own)


def test_looking_changes_nothing_however_often(own: Parts, scene: Scene) -> None:
    before = len(own.table.records)  # type: ignore[attr-defined]
    link = scene.link()
    for _ in range(3):
        for query in ({}, {"decision": "approved", "form_token": "x"}):
            call("GET", link, query=query)
            call("HEAD", link, query=query)
        call("GET", link, "/picture")
    assert len(own.table.records) == before  # type: ignore[attr-defined]
    assert status_of(scene) is RequestStatus.IN_REVIEW


def test_an_expired_link_is_gone(own: Parts, scene: Scene) -> None:
    link = scene.link()
    own.clock.advance(seconds=timedelta(days=8).total_seconds())  # type: ignore[attr-defined]
    for method in ("GET", "POST"):
        answer = call(method, link, form={"decision": "approved"} if method == "POST" else None)
        assert answer.status == 410
        assert answer.headers["content-type"].startswith("text/html")


def test_a_hold_or_a_later_due_time_leaves_nobody_with_a_dead_link(own: Parts, scene: Scene) -> None:
    link = scene.link()
    approval_service().hold(scene.access, scene.request.id, "Legal first.")
    own.clock.advance(seconds=timedelta(days=60).total_seconds())  # type: ignore[attr-defined]
    page = call("GET", link)
    assert page.status == 200
    assert "On hold" in page.text
    approval_service().release(scene.access, scene.request.id)
    assert decide(link).status == 303
    assert "<strong>Approved</strong> by you" in call("GET", link).text
    own.clock.advance(seconds=timedelta(days=40).total_seconds())  # type: ignore[attr-defined]
    assert call("GET", link).status == 410


def test_a_cancelled_request_is_gone(scene: Scene) -> None:
    link = scene.link()
    content_service().cancel(scene.access, scene.request.id)
    assert call("GET", link).status == 410


def test_who_left_the_organization_can_no_longer_look_or_decide(scene: Scene) -> None:
    link = scene.link()
    token = token_of(call("GET", link))
    organizations().remove_member(scene.access, scene.approver.id)
    assert call("GET", link).status == 404
    assert call("POST", link, form={"form_token": token, "decision": "approved"}).status == 404
    assert status_of(scene) is RequestStatus.IN_REVIEW


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(data=st.data())
def test_an_altered_link_is_unknown(own: Parts, data: st.DataObject) -> None:
    review_links = ApprovalLinks(own.signing_keys, own.clock)
    link = review_links.make(
        "01JZ0000000000000000000001", "r", 1, "a", 1, own.clock.now() + timedelta(hours=1)
    )
    place = data.draw(st.integers(0, len(link) - 1))
    letter = data.draw(st.sampled_from("abcXYZ019-_."))
    altered = link[:place] + letter + link[place + 1 :]
    if altered != link and review_links_differ(review_links, link, altered):
        assert call("GET", altered).status == 404
        assert call("POST", altered, form={"decision": "approved"}).status == 404


def review_links_differ(links: ApprovalLinks, link: str, altered: str) -> bool:
    """The last letter of a base64 text has bits that mean nothing: such a link is the same link."""
    import base64

    def signature(text: str) -> bytes:
        tail = text.rsplit(".", 1)[-1]
        return base64.urlsafe_b64decode(tail + "=" * (-len(tail) % 4)) if len(tail) % 4 != 1 else b""

    return link.rsplit(".", 1)[0] != altered.rsplit(".", 1)[0] or signature(link) != signature(altered)


def test_links_signed_with_the_old_key_still_open(own: Parts, scene: Scene) -> None:
    record = scene.approval()
    old = ApprovalLinks(own.signing_keys[:1], own.clock).make(
        scene.organization.id,
        scene.request.id,
        record.step,
        scene.approver.id,
        record.content_version,
        record.due_at,
    )
    assert call("GET", old).status == 200


def test_an_unexpected_error_is_a_page_without_details(scene: Scene) -> None:
    answer = answer_of(handler({"requestContext": {}, "pathParameters": None}, Context()))
    assert answer.status == 500
    assert "Traceback" not in answer.text


def test_a_decision_elsewhere_shows_on_the_link(scene: Scene) -> None:
    link = scene.link()
    approval_service().decide(
        scene.organization.id, scene.request.id, scene.approver.id, Decision.APPROVED, None, 1, "api"
    )
    assert "Approved" in call("GET", link).text


def with_two_steps(own: Parts, scene: Scene) -> str:
    """A second request in the first of two steps; the link of its approver."""
    (workflow,) = workflow_service().list(scene.access, 5).items
    step = workflow.steps[0]
    design = WorkflowDesign(name="Two", steps=(step, step))
    workflow_service().change(scene.access, workflow.id, design)
    change = Steps(own.clock, own.ids).step(scene.request, "Made", status=RequestStatus.RENDERING, attempt=2)
    requests().save(change)
    job = scene.job.model_copy(update={"attempt": 2})
    approval_service().open(job, "another-token")
    return approval_links().make(
        scene.organization.id, scene.request.id, 2, scene.approver.id, 1, own.clock.now() + timedelta(days=9)
    )


def test_a_link_of_a_step_that_is_approved_says_so_while_the_next_step_is_asked(
    own: Parts, scene: Scene
) -> None:
    link = with_two_steps(own, scene)
    assert decide(link, "approved", "Fine by me.").status == 303
    assert status_of(scene) is RequestStatus.IN_REVIEW
    job = scene.job.model_copy(update={"attempt": 2})
    approval_service().open(job, "the-next-token", 2)
    page = call("GET", link)
    assert page.status == 200
    assert "Approved</strong> by you" in page.text
    assert "Fine by me." in page.text


def test_a_link_that_was_handed_on_says_so(scene: Scene) -> None:
    other = register("second")
    organizations().add_member(scene.access, NewMember(email=other.email, role=Role.APPROVER))
    link = scene.link()
    approval_service().delegate(scene.organization.id, scene.request.id, scene.approver.id, other.id)
    page = call("GET", link)
    assert page.status == 410
    assert "handed on" in page.text
