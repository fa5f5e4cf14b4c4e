"""Fifty people press their buttons at once: as many answers count as the rule needs, everybody else reads what was
decided."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
import pytest

from tests.cloud.real.crowd import CROWD, join_crowd
from tests.cloud.real.reviewing import Reviewing
from tests.cloud.real.world import Link, World

pytestmark = [pytest.mark.cloud, pytest.mark.xdist_group("local-cloud")]
QUORUM = 7
DECIDED = re.compile(r"<strong>Approved</strong> by ([\w-]+) on <time")


def test_of_fifty_posts_on_links_exactly_the_quorum_counts_and_the_others_read_what_was_decided(
    world: World, reviewing: Reviewing
) -> None:
    join_crowd(world)
    step = {"approvers": CROWD, "rule": "quorum", "quorum": QUORUM, "due_hours": 16}
    request_id = reviewing.ask(step)
    links = {
        person: world.link(world.cloud.inbox.wait(f"{person}@northbeam.example", 1)[-1]) for person in CROWD
    }
    with ThreadPoolExecutor(4) as pool:
        tokens = dict(zip(CROWD, pool.map(world.form_token, links.values()), strict=True))
    everybody = Barrier(len(CROWD))

    def press(person: str) -> httpx.Response:
        form = {"form_token": tokens[person], "decision": "approved", "comment": "As agreed."}
        everybody.wait()
        return httpx.post(links[person].url, data=form, timeout=120)

    with ThreadPoolExecutor(len(CROWD)) as pool:
        pressed = list(pool.map(press, CROWD))
    assert {answer.status_code for answer in pressed} <= {200, 303, 409}

    story = reviewing.approved(request_id)
    counted = {one["approver_id"] for one in story["approvals"] if one["decision"]}
    assert len(counted) == QUORUM
    assert Counter(one["status"] for one in story["approvals"]) == Counter(
        decided=QUORUM, superseded=len(CROWD) - QUORUM
    )
    told = reviewing.told(request_id)
    assert (told["ApprovalAnswered"], told["ApprovalDecided"]) == (QUORUM - 1, 1)

    with ThreadPoolExecutor(4) as pool:
        read = dict(zip(CROWD, pool.map(decided_by, links.values()), strict=True))
    assert {person for person, by in read.items() if by == "you"} == counted
    assert {by for person, by in read.items() if person not in counted} <= counted


def decided_by(link: Link) -> str:
    """Whom the link's page names as the one who decided."""
    found = DECIDED.search(httpx.get(link.url, timeout=120).text)
    assert found
    return found[1]
