"""What the buttons of the page behind an approval link do, once."""

import pytest

from onbrand.bootstrap.parts import Parts
from onbrand.content import Decision, RequestStatus
from tests.support.approving import call, decide, status_of, token_of
from tests.support.scenes import Scene, events_of, in_review


@pytest.fixture
def scene(own: Parts) -> Scene:
    return in_review(own)


@pytest.mark.parametrize("decision", list(Decision))
def test_a_button_decides(own: Parts, scene: Scene, decision: Decision) -> None:
    link = scene.link()
    answer = decide(link, decision.value, "As agreed.")
    assert (answer.status, answer.headers["location"]) == (303, f"/approvals/{link}")
    assert status_of(scene).value == decision.value
    (event,) = [event for event in events_of(own) if event.type == "ApprovalDecided"]
    assert event.payload["decision"] == decision.value


def test_a_used_link_shows_what_was_decided_when_and_by_whom(scene: Scene) -> None:
    link = scene.link()
    decide(link, "rejected", "Too loud.")
    page = call("GET", link)
    assert page.status == 200
    for text in ("Rejected", "by you", "5 January 2026", "Too loud."):
        assert text in page.text
    assert "<form" not in page.text


def test_a_second_answer_counts_for_nothing(scene: Scene) -> None:
    link = scene.link()
    token = token_of(call("GET", link))
    decide(link, "approved")
    again = call("POST", link, form={"form_token": token, "decision": "rejected"})
    assert again.status == 303
    assert status_of(scene) is RequestStatus.APPROVED


@pytest.mark.parametrize(
    "form", [{}, {"decision": "approved"}, {"decision": "approved", "form_token": "x"}, {"decision": "maybe"}]
)
def test_a_form_that_is_not_of_the_page_decides_nothing(scene: Scene, form: dict[str, str]) -> None:
    assert call("POST", scene.link(), form=form).status == 400
    assert status_of(scene) is RequestStatus.IN_REVIEW


def test_an_answer_must_be_one_of_three(scene: Scene) -> None:
    link = scene.link()
    form = {"form_token": token_of(call("GET", link)), "decision": "maybe"}
    assert call("POST", link, form=form).status == 422
    assert status_of(scene) is RequestStatus.IN_REVIEW


def test_the_form_token_of_another_link_is_refused(own: Parts, scene: Scene) -> None:
    other = in_review(own, "southbeam")
    form = {"form_token": token_of(call("GET", other.link())), "decision": "approved"}
    assert call("POST", scene.link(), form=form).status == 400
