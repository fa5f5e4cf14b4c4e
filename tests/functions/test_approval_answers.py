"""What the approval pages answer when a form is sent: to the person, to somebody too late, to somebody who has to sign
in."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from onbrand.approval import WorkflowDesign, WorkflowStep
from onbrand.bootstrap.approval import approval_links, approval_service, workflow_service
from onbrand.bootstrap.content import content_service, requests
from onbrand.bootstrap.identity import organizations
from onbrand.bootstrap.parts import Parts
from onbrand.compliance.model import Outcome
from onbrand.content import Decision, RequestStatus
from onbrand.content.model import Counted
from onbrand.content.transitions import Steps
from onbrand.identity import NewMember, Role, User
from tests.support.approving import call, decide, status_of, token_of
from tests.support.scenes import Scene, events_of, in_review, register


@pytest.fixture
def scene(own: Parts) -> Scene:
    return in_review(own)


def colleague(scene: Scene, name: str = "second", role: Role = Role.APPROVER) -> User:
    user = register(name)
    organizations().add_member(scene.access, NewMember(email=user.email, role=role))
    return user


def asked_again(scene: Scene, step: WorkflowStep) -> None:
    """A second attempt asks whom this step names."""
    (workflow,) = workflow_service().list(scene.access, 5).items
    workflow_service().change(scene.access, workflow.id, WorkflowDesign(name="Again", steps=(step,)))
    steps = Steps(scene.parts.clock, scene.parts.ids)
    requests().save(steps.step(scene.request, "Made", status=RequestStatus.RENDERING, attempt=2))
    approval_service().open(scene.job.model_copy(update={"attempt": 2}), "another-token")


def link_of(scene: Scene, user: User, step: int = 2) -> str:
    until = scene.parts.clock.now() + timedelta(days=30)
    return approval_links().make(scene.organization.id, scene.request.id, step, user.id, 1, until)


def written(scene: Scene) -> int:
    return len(scene.parts.table.records)  # type: ignore[attr-defined]


def test_a_link_alone_neither_shows_nor_decides_where_people_must_sign_in(scene: Scene) -> None:
    asked_again(scene, WorkflowStep(approvers=(scene.approver.id,), require_sign_in=True))
    link = link_of(scene, scene.approver)
    page = call("GET", link)
    assert page.status == 200
    assert f"/v1/approvals/{scene.request.id}/decision" in page.text
    assert "<form" not in page.text
    assert "<img" not in page.text
    assert call("GET", link, "/picture").status == 403
    assert "<form" not in call("GET", link, query={"view": "hand-on"}).text
    before = written(scene)
    token = approval_links().form_token(link)
    for form in ({"decision": "approved"}, {"hand_on_to": scene.owner.id}):
        assert call("POST", link, form={"form_token": token, **form}).status == 403
    assert written(scene) == before
    approval_service().decide(
        scene.organization.id, scene.request.id, scene.approver.id, Decision.APPROVED, None, 1, "api"
    )
    assert status_of(scene) is RequestStatus.APPROVED


def test_the_audit_says_that_a_link_was_the_identity(own: Parts, scene: Scene) -> None:
    decide(scene.link(), "approved")
    (event,) = [event for event in events_of(own) if event.type == "ApprovalDecided"]
    assert event.payload["via"] == "link"
    assert scene.approval().decided_via == "link"


def test_of_many_people_at_once_the_quorum_counts_and_the_others_are_told_so(scene: Scene) -> None:
    people = [scene.approver, *(colleague(scene, f"person-{number:02d}") for number in range(49))]
    step = WorkflowStep(approvers=tuple(one.id for one in people), rule="quorum", quorum=3)
    asked_again(scene, step)
    links = [link_of(scene, one) for one in people]
    forms = [
        (link, {"form_token": approval_links().form_token(link), "decision": "approved"}) for link in links
    ]
    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(lambda pair: call("POST", pair[0], form=pair[1]), forms))
    assert Counter(answer.status for answer in answers) == Counter({303: 3, 409: 47})
    late = [answer for answer in answers if answer.status == 409]
    assert all("Already decided when you pressed" in answer.text for answer in late)
    assert all("was not recorded" in answer.text for answer in late)
    story = requests().story(scene.organization.id, scene.request.id)
    assert sum(one.decision is not None for one in story.approvals if one.step == 2) == 3


def test_who_has_answered_sees_how_many_are_still_needed(scene: Scene) -> None:
    other = colleague(scene)
    asked_again(scene, WorkflowStep(approvers=(scene.approver.id, other.id), rule="all"))
    link = link_of(scene, scene.approver)
    assert "0 of 2 approvals so far" in call("GET", link).text
    decide(link, "approved")
    page = call("GET", link).text
    assert "1 of 2 approvals so far; others are still asked." in page
    assert "1 of 2 approvals so far" in call("GET", link_of(scene, other)).text


def test_an_answer_while_the_review_is_on_hold_is_refused_clearly(scene: Scene) -> None:
    link = scene.link()
    token = token_of(call("GET", link))
    approval_service().hold(scene.access, scene.request.id, "Legal first.")
    page = call("POST", link, form={"form_token": token, "decision": "approved"})
    assert page.status == 409
    assert "Nothing was decided." in page.text
    assert "Legal first." in page.text
    approval_service().release(scene.access, scene.request.id)
    assert decide(link).status == 303


def test_a_press_after_the_end_is_told_what_has_happened(scene: Scene) -> None:
    link = scene.link()
    token = token_of(call("GET", link))
    content_service().cancel(scene.access, scene.request.id)
    page = call("POST", link, form={"form_token": token, "decision": "approved"})
    assert page.status == 410
    assert "The request is cancelled" in page.text


def test_a_page_that_is_out_of_date_keeps_what_was_written(scene: Scene) -> None:
    form = {"form_token": "old", "decision": "approved", "comment": "Lovely <b>work</b>"}
    page = call("POST", scene.link(), form=form)
    assert page.status == 400
    assert BeautifulSoup(page.text, "html.parser").find("textarea", id="comment").text == form["comment"]
    assert token_of(page) != "old"
    assert status_of(scene) is RequestStatus.IN_REVIEW


@pytest.mark.parametrize(
    "pressed",
    [
        {"point_at": "instagram_square"},
        {"placing": "instagram_square", "place.x": "10", "place.y": "20", "width": "288"},
        {"placing": "instagram_square", "size": "large"},
        {"placing": "instagram_square", "back": "1"},
        {"placing": "instagram_square", "place.x": "0", "place.y": "0"},
        {"drop": "0"},
        {"drop": "x"},
        {"decision": "rejected"},
        {"decision": "changes_requested"},
        {"decision": "approved", "sent_back": "facebook_feed"},
        {"decision": "approved", "pin-0-at": "facebook_feed:0.5000:0.5000"},
        {"hand_on_to": ""},
        {"hand_on_to": "nobody"},
    ],
)
def test_a_press_that_is_no_answer_changes_nothing(scene: Scene, pressed: dict[str, str]) -> None:
    link = scene.link()
    form = {"form_token": token_of(call("GET", link)), **pressed}
    before = written(scene)
    page = call("POST", link, form=form)
    assert page.status in (200, 422)
    assert 'name="form_token"' in page.text or "nobody else who may decide" in page.text
    assert written(scene) == before


def test_a_picture_that_the_request_does_not_have_is_not_found(scene: Scene) -> None:
    link = scene.link()
    form = {"form_token": token_of(call("GET", link)), "point_at": "pinterest_pin"}
    assert call("POST", link, form=form).status == 404


def test_a_flood_of_fields_is_refused(scene: Scene) -> None:
    form = {f"field-{number}": "x" for number in range(400)}
    assert call("POST", scene.link(), form=form).status == 400


def test_only_those_are_offered_who_may_decide_and_are_not_asked(scene: Scene) -> None:
    link = scene.link()
    colleague(scene, "viewer", Role.VIEWER)
    assert "nobody else who may decide" in call("GET", link, query={"view": "hand-on"}).text
    twins = [colleague(scene, name) for name in ("kim", "lee")]
    soup = BeautifulSoup(call("GET", link, query={"view": "hand-on"}).text, "html.parser")
    assert [one["value"] for one in soup.select("option")] == ["", *(one.id for one in twins)]


def test_who_may_decide_no_more_is_told_so(scene: Scene) -> None:
    link = scene.link()
    token = token_of(call("GET", link))
    organizations().remove_member(scene.access, scene.approver.id)
    organizations().add_member(scene.access, NewMember(email=scene.approver.email, role=Role.VIEWER))
    assert call("GET", link).status == 403
    assert call("POST", link, form={"form_token": token, "decision": "approved"}).status == 403


def test_what_is_waived_counts_as_long_as_it_is(scene: Scene) -> None:
    until = scene.parts.clock.now() + timedelta(hours=3)
    waived = Counted(score=0.91, outcome=Outcome.PASS, until=until)
    requests().save(Steps(scene.parts.clock, scene.parts.ids).step(scene.request, "Waived", waived=waived))
    link = scene.link()
    page = call("GET", link).text
    assert "73 %" in page
    assert "<strong>91 %</strong>" in page
    assert "meets the brand profile" in page
    scene.parts.clock.advance(seconds=4 * 3600)  # type: ignore[attr-defined]
    assert "<strong>91 %</strong>" not in call("GET", link).text
