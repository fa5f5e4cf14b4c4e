"""The link in optional messages: looking changes nothing, one click switches off."""

import pytest

from functions.preferences_links.handler import handler
from onbrand.bootstrap.notify import switch_links, wishes
from onbrand.bootstrap.parts import Parts
from onbrand.notify import Kind
from tests.support.http import Answer, Context, answer_of, http_event
from tests.support.scenes import found

ROUTE = "/preferences/{link}"


def link_of(own: Parts) -> tuple[str, str]:
    organization = found(own).organization.id
    return organization, switch_links().make(organization, "mara", Kind.REPORT)


FORM = "application/x-www-form-urlencoded"
MULTIPART = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'


def call(method: str, link: str, body: str | None = None, media_type: str = FORM) -> Answer:
    event = http_event(
        method,
        f"/preferences/{link}",
        parameters={"link": link},
        route=f"{method} {ROUTE}",
        raw=body,
        headers={"Content-Type": media_type} if body is not None else None,
    )
    return answer_of(handler(event, Context()))


def test_looking_changes_nothing_however_often(own: Parts) -> None:
    organization, link = link_of(own)
    for _ in range(20):
        answer = call("GET", link)
        assert answer.status == 200
    assert "Turn these messages off" in answer.text
    assert wishes().of(organization, "mara").version == 0


@pytest.mark.parametrize(
    ("body", "media_type"),
    [("List-Unsubscribe=One-Click", FORM), (MULTIPART, "multipart/form-data; boundary=b")],
)
def test_one_click_of_a_mail_program_switches_off_and_a_second_changes_nothing(
    own: Parts, body: str, media_type: str
) -> None:
    organization, link = link_of(own)
    for _ in range(2):
        assert call("POST", link, body, media_type).status == 200
    assert wishes().of(organization, "mara").off == (Kind.REPORT,)
    assert wishes().of(organization, "mara").version == 1


def test_the_button_switches_off_and_on(own: Parts) -> None:
    organization, link = link_of(own)
    assert call("POST", link, "turn=off").status == 303
    assert "Turn them on again" in call("GET", link).text
    assert call("POST", link, "turn=on").status == 303
    assert wishes().of(organization, "mara").off == ()


@pytest.mark.parametrize("body", ["", "turn=maybe", "List-Unsubscribe=No"])
def test_an_empty_post_changes_nothing(own: Parts, body: str) -> None:
    organization, link = link_of(own)
    assert call("POST", link, body).status == 400
    assert wishes().of(organization, "mara").version == 0


def test_a_forged_link_and_one_for_what_cannot_be_off_lead_nowhere(own: Parts) -> None:
    _, link = link_of(own)
    assert call("POST", link[:-2] + "xx", "turn=off").status == 404
    mandatory = switch_links().make("any", "mara", Kind.APPROVAL_REQUESTED)
    assert call("POST", mandatory, "turn=off").status == 404


def test_the_page_fetches_nothing_and_may_not_be_framed(own: Parts) -> None:
    _, link = link_of(own)
    answer = call("GET", link)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "http" not in answer.text.replace("no-referrer", "")
