"""Fifty people press their buttons at once: as many answers count as the rule needs, everybody else reads what was
decided."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import httpx
import pytest

from onbrand.adapters.memory.clock import FrozenClock
from onbrand.approval import ApprovalLinks
from tests.cloud.real.crowd import CROWD, join_crowd
from tests.cloud.real.reviewing import Reviewing
from tests.cloud.real.world import Link, World

pytestmark = pytest.mark.cloud
QUORUM = 7
AT_ONCE = 8
"""Twice as many as the local cloud runs of a function: more would only wait in its queue, past the gateway's time."""
TRIES = 5
"""A machine that is busy with other things may be too slow for a function's time; people press again then."""
DECIDED = re.compile(r"<strong>Approved</strong> by ([\w-]+) on <time")
LATE = "Already decided when you pressed"


def test_of_fifty_posts_on_links_exactly_the_quorum_counts_and_the_others_read_what_was_decided(
    world: World, reviewing: Reviewing
) -> None:
    join_crowd(world)
    step = {"approvers": CROWD, "rule": "quorum", "quorum": QUORUM, "due_hours": 16}
    with reviewing.messages_lost("notify"):
        request_id = reviewing.ask(step)
        made, links = links_of(world, request_id)

        def press(person: str) -> httpx.Response:
            link = links[person]
            form = {
                "form_token": made.form_token(link.secret),
                "decision": "approved",
                "comment": "As agreed.",
            }
            for _ in range(TRIES):
                answer = httpx.post(link.url, data=form, timeout=120)
                if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                    break
            return answer

        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers = dict(zip(CROWD, pool.map(press, CROWD), strict=True))
        story = reviewing.approved(request_id)

    counted = {one["approver_id"] for one in story["approvals"] if one["decision"]}
    assert len(counted) == QUORUM
    assert Counter(one["status"] for one in story["approvals"]) == Counter(
        decided=QUORUM, superseded=len(CROWD) - QUORUM
    )
    told = reviewing.told(request_id)
    assert (told["ApprovalAnswered"], told["ApprovalDecided"]) == (QUORUM - 1, 1)

    late = {person: answer for person, answer in answers.items() if person not in counted}
    assert Counter(answer.status_code for answer in late.values()) == {409: len(CROWD) - QUORUM}
    assert all(LATE in answer.text for answer in late.values())
    assert {decided_by(answer) for answer in late.values()} <= counted
    assert {answers[person].status_code for person in counted} == {303}
    assert {decided_by(httpx.get(links[person].url, timeout=120)) for person in counted} == {"you"}


def links_of(world: World, request_id: str) -> tuple[ApprovalLinks, dict[str, Link]]:
    """What the mails to the crowd would carry, made as the product makes it."""
    signing = world.cloud.functions.find("approval_links").environment["SIGNING_SECRET_ARN"]
    secret = world.cloud.client("secretsmanager").get_secret_value(SecretId=signing)
    keys = secret["SecretString"].split()
    made = ApprovalLinks(keys, FrozenClock(datetime.now(UTC)))
    (step,) = world.steps(request_id)
    until = datetime.fromisoformat(step["due_at"])
    place = world.brand["organization_id"], request_id, int(step["number"])
    urls = {
        person: f"{world.cloud.api_url}/approvals/{made.make(*place, person, 1, until)}" for person in CROWD
    }
    world.links |= {Link(url).secret for url in urls.values()}
    return made, {person: Link(url) for person, url in urls.items()}


def decided_by(page: httpx.Response) -> str:
    """Whom a link's page names as the one who decided."""
    found = DECIDED.search(page.text)
    assert found
    return found[1]
