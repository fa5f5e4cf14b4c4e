"""Links of approval mails: only ours, only in time, only for what they were made for."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onbrand.adapters.memory.clock import FrozenClock
from onbrand.approval import ApprovalLinks, FormTokenError, LinkExpiredError, LinkUnknownError

CLOCK = FrozenClock()
LINKS = ApprovalLinks(["older", "newer"], CLOCK)
EXPIRES = CLOCK.now() + timedelta(hours=1)


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
    clock.advance(seconds=59)
    assert links.read(link).approver_id == "person"
    clock.advance(seconds=1)
    with pytest.raises(LinkExpiredError):
        links.read(link)


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
