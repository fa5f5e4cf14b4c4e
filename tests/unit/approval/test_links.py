"""Links of approval mails: only ours, only in time, only for what they were made for."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onbrand.adapters.memory.clock import FrozenClock
from onbrand.approval import (
    ApprovalLinks,
    ApprovalStatus,
    FormTokenError,
    LinkExpiredError,
    LinkUnknownError,
    Person,
    Review,
    Step,
    WorkflowStep,
    handing,
)
from onbrand.approval.links import LINK_OUTLIVES_DEADLINE
from onbrand.approval.staffing import Seat
from onbrand.identity import Role

CLOCK = FrozenClock()
LINKS = ApprovalLinks(["older", "newer"], CLOCK)
EXPIRES = CLOCK.now() + timedelta(hours=1)


def asked(
    status: ApprovalStatus, record: ApprovalStatus, due_in: timedelta = -LINK_OUTLIVES_DEADLINE
) -> Review:
    """A review in which the person was asked."""
    now = CLOCK.now()
    step = Step(
        organization_id="org",
        request_id="request",
        number=1,
        attempt=1,
        workflow_id=None,
        workflow_version=None,
        design=WorkflowStep(approvers=("person",)),
        content_version=1,
        task_token="token",
        status=status,
        opened_at=now,
        due_at=now + due_in,
        wake_at=now,
    )
    person = Seat(Person("person", "person@x.example", Role.APPROVER, may_decide=True))
    return Review(step, [handing.asked(step, person, now).model_copy(update={"status": record})])


def made(links: ApprovalLinks = LINKS) -> str:
    return links.make("org", "request", 2, "person", 3, EXPIRES)


def test_a_link_says_what_it_was_made_for() -> None:
    claims = LINKS.read(made())
    assert claims.model_dump() == {
        "organization_id": "org",
        "request_id": "request",
        "step": 2,
        "approver_id": "person",
        "content_version": 3,
        "expires_at": EXPIRES,
    }


def test_keys_are_rotated_and_taken_out() -> None:
    link = made(ApprovalLinks(["older"], CLOCK))
    assert LINKS.read(link).step == 2
    with pytest.raises(LinkUnknownError):
        ApprovalLinks(["newer"], CLOCK).read(link)


def test_a_link_ends_at_its_time() -> None:
    clock = FrozenClock()
    links = ApprovalLinks(["key"], clock)
    link = links.make("org", "request", 1, "person", 1, clock.now() + timedelta(minutes=1))
    settled = asked(ApprovalStatus.DECIDED, ApprovalStatus.SUPERSEDED)
    clock.advance(seconds=59)
    links.check_time(links.read(link), settled)
    clock.advance(seconds=1)
    with pytest.raises(LinkExpiredError):
        links.check_time(links.read(link), settled)


@pytest.mark.parametrize(
    ("step", "record", "due_in", "lives"),
    [
        ("open", "open", -90, True),
        ("open", "delegated", -30, False),
        ("open", "decided", -30, False),
        ("expired", "expired", -30, False),
        ("decided", "superseded", -29, True),
        ("decided", "decided", 2, True),
    ],
)
def test_the_end_of_a_link_moves_with_its_due_time_and_waits_for_its_question(
    step: str, record: str, due_in: int, lives: bool
) -> None:
    clock = FrozenClock()
    links = ApprovalLinks(["key"], clock)
    claims = links.read(links.make("org", "request", 1, "person", 1, clock.now()))
    review = asked(ApprovalStatus(step), ApprovalStatus(record), timedelta(days=due_in))
    if lives:
        links.check_time(claims, review)
    else:
        with pytest.raises(LinkExpiredError):
            links.check_time(claims, review)


@settings(deadline=None)
@given(st.integers(min_value=0), st.characters(codec="ascii", categories=["L", "N"]))
def test_no_changed_link_is_accepted(position: int, letter: str) -> None:
    link = made()
    at = position % len(link)
    changed = link[:at] + letter + link[at + 1 :]
    if changed != link and changed[:-1] != link[:-1]:  # the last letter of base64 has bits that mean nothing
        with pytest.raises(LinkUnknownError):
            LINKS.read(changed)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_invented_link_is_accepted(text: str) -> None:
    with pytest.raises(LinkUnknownError):
        LINKS.read(text)


def test_a_form_token_belongs_to_its_link() -> None:
    link, other = made(), LINKS.make("org", "request", 2, "somebody else", 3, EXPIRES)
    LINKS.check_form_token(link, LINKS.form_token(link))
    for token in (LINKS.form_token(other), link, ""):
        with pytest.raises(FormTokenError):
            LINKS.check_form_token(link, token)
    with pytest.raises(LinkUnknownError):
        LINKS.read(LINKS.form_token(link))
