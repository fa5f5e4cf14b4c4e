"""What was said about a request so far: comments, and the answers that were given with words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from onbrand.approval import Point, ReviewComment
from onbrand.content import Decision
from onbrand.content.model import ReviewRecord

ANSWERS = {
    Decision.APPROVED: "approved",
    Decision.REJECTED: "rejected",
    Decision.CHANGES_REQUESTED: "requested changes",
}


@dataclass(frozen=True, slots=True)
class Said:
    """``who`` is a user id; ``did``: the answer that the words came with, None for a comment."""

    at: datetime
    who: str
    version: int
    text: str
    did: str | None = None
    finding: str | None = None
    placement: str | None = None
    point: Point | None = None


def talk(comments: Sequence[ReviewComment], answers: Sequence[ReviewRecord]) -> list[Said]:
    """Everything with words, oldest first."""
    said = [
        Said(one.created_at, one.author_id, one.content_version, one.text, None,
             one.finding, one.placement, one.point)
        for one in comments
    ]  # fmt: skip
    said += [
        Said(one.decided_at, one.decided_by or one.approver_id, one.content_version, one.comment,
             ANSWERS[one.decision])
        for one in answers
        if one.decided_at and one.decision and one.comment
    ]  # fmt: skip
    return sorted(said, key=lambda one: one.at)
