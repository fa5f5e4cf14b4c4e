"""Whatever people and time do to a review, the service ends where a plain model ends: one decision for each step and
person, and nobody ever waits on nobody."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from onbrand.approval import NewSubstitute
from onbrand.bootstrap.approval import approval_service, arrangements
from onbrand.bootstrap.content import revisions
from onbrand.content import Revision
from onbrand.identity import Role
from tests.support.northbeam import add_member
from tests.support.reviewing import REQUEST
from tests.unit.approval.plain_model import IN_REVIEW
from tests.unit.approval.side_by_side import BOSSES, PEOPLE, SideBySide

PERSON = st.sampled_from([*PEOPLE])
NAMED = st.lists(PERSON, min_size=1, max_size=4, unique=True)
HOURS = st.integers(min_value=6, max_value=30)
PLACE = st.integers(min_value=0, max_value=5)
ANSWER = st.sampled_from([*["approved"] * 6, "rejected", "changes_requested"])
ESCALATION = st.fixed_dictionaries({"to": NAMED, "due_hours": HOURS})


@st.composite
def steps(draw: st.DrawFn) -> dict[str, Any]:
    approvers = draw(NAMED)
    kind = draw(st.sampled_from(["any", "all", "quorum"]))
    step: dict[str, Any] = {
        "approvers": approvers,
        "rule": kind,
        "due_hours": draw(HOURS),
        "reminders": [3],
        "escalations": draw(st.lists(ESCALATION, max_size=2)),
        "when_overdue": draw(st.sampled_from(["expire", "reject", "hold"])),
        "reopened_by": draw(st.lists(st.sampled_from(["picture", "words"]), unique=True)),
    }
    if kind == "quorum":
        step["quorum"] = draw(st.integers(min_value=1, max_value=len(approvers)))
    return step


class Reviews(SideBySide):
    """Whatever people and time do."""

    @initialize(
        designs=st.lists(steps(), min_size=1, max_size=3),
        requester=st.sampled_from(["requester", "anna"]),
        away=st.lists(st.tuples(PERSON, PERSON), max_size=5, unique_by=lambda pair: pair[0]),
    )
    def begin(self, designs: list[dict[str, Any]], requester: str, away: list[tuple[str, str]]) -> None:
        self.found(designs, requester)
        for person, to in away:
            self.name_a_substitute(person, to, 0, 60)
        if away:
            self.time_passes(6, False)

    @precondition(SideBySide.is_in_review)
    @rule(person=PERSON, answer=ANSWER, twice=st.booleans())
    def anybody_decides(self, person: str, answer: str, twice: bool) -> None:
        self.decide(person, answer, twice)

    @precondition(SideBySide.is_in_review)
    @rule(at=PLACE, answer=ANSWER)
    def somebody_who_is_asked_decides(self, at: int, answer: str) -> None:
        self.decide(self.asked(at), answer, False)

    @precondition(SideBySide.is_in_review)
    @rule(at=PLACE)
    def somebody_who_is_asked_approves(self, at: int) -> None:
        self.decide(self.asked(at), "approved", True)

    @precondition(SideBySide.is_in_review)
    @rule(person=PERSON, to=PERSON)
    def anybody_hands_on(self, person: str, to: str) -> None:
        self.delegate(person, to)

    @precondition(SideBySide.is_in_review)
    @rule(at=PLACE, to=PERSON)
    def somebody_who_is_asked_hands_on(self, at: int, to: str) -> None:
        self.delegate(self.asked(at), to)

    @precondition(SideBySide.is_in_review)
    @rule(at=PLACE, to=PERSON)
    def a_question_goes_there_and_back(self, at: int, to: str) -> None:
        person = self.asked(at)
        self.delegate(person, to)
        self.delegate(to, person)

    @precondition(SideBySide.is_in_review)
    @rule()
    def hold(self) -> None:
        self.both(
            lambda: approval_service().hold(self.real.access("boss"), REQUEST, "wait"), self.model.put_on_hold
        )

    @precondition(SideBySide.is_in_review)
    @rule()
    def release(self) -> None:
        self.both(lambda: approval_service().release(self.real.access("boss"), REQUEST), self.model.release)

    @rule(person=PERSON, to=PERSON, starts=st.integers(0, 20), lasts=st.integers(1, 100))
    def name_a_substitute(self, person: str, to: str, starts: int, lasts: int) -> None:
        if person == to or not self.model.people.get(to):
            return
        now = self.real.clock.now()
        begin, end = now + timedelta(hours=starts), now + timedelta(hours=starts + lasts)
        new = NewSubstitute(substitute_id=to, starts_at=begin, ends_at=end)
        arrangements().substitute(self.real.access("boss"), person, new)
        self.model.away.append((person, to, self.model.now + starts, self.model.now + starts + lasts))
        self.real.pump()

    @precondition(SideBySide.is_in_review)
    @rule(at=PLACE, to=PERSON, comes_round=st.booleans())
    def somebody_who_is_asked_goes_away_and_so_does_their_substitute(
        self, at: int, to: str, comes_round: bool
    ) -> None:
        person = self.asked(at)
        self.name_a_substitute(person, to, 0, 40)
        self.name_a_substitute(to, person if comes_round else BOSSES[0], 0, 40)
        self.time_passes(6, False)

    @rule(person=PERSON, may=st.booleans())
    def a_role_changes(self, person: str, may: bool) -> None:
        if person == "boss":
            return
        add_member(self.real.table, person, PEOPLE[person] if may else Role.VIEWER, self.real.clock)
        self.model.people[person] = may
        self.checked_at = -1.0

    @rule(hours=HOURS, lose=st.booleans())
    def time_passes(self, hours: int, lose: bool) -> None:
        self.real.pass_time(hours, lose_events=lose)
        self.model.pass_time(hours)
        self.real.pass_time(0.25)  # whatever was lost is repaired by the next run
        self.model.pass_time(0.25)
        self.checked_at = self.model.now

    @precondition(SideBySide.is_in_review)
    @rule(hours=HOURS, at=PLACE)
    def somebody_decides_before_the_schedule_has_looked(self, hours: int, at: int) -> None:
        self.real.clock.advance(seconds=timedelta(hours=hours).total_seconds())  # type: ignore[attr-defined]
        self.model.now += hours
        if self.model.is_over():
            event("an answer after the end")
        self.decide(self.asked(at), "approved", False)

    @precondition(SideBySide.is_in_review)
    @rule(times=st.integers(1, 3))
    def nobody_answers(self, times: int) -> None:
        for _ in range(times):
            self.time_passes(30, False)

    @precondition(SideBySide.is_in_review)
    @rule(hours=st.integers(1, 40))
    def the_publication_moves(self, hours: int) -> None:
        if self.model.is_over():
            return
        at = self.real.clock.now() + timedelta(hours=hours)
        revisions().reschedule(self.real.access("boss"), REQUEST, at)
        self.model.publish = self.model.now + hours
        self.real.pump()

    @rule(kind=st.sampled_from(["picture", "words"]))
    def a_new_version(self, kind: str) -> None:
        request = self.real.request
        text = f"version {request.content_version}"
        change: dict[str, Any] = {"picture": {"texts": {"headline": text}}, "words": {"caption": text}}
        brief = request.brief.model_copy(update=change[kind])
        revisions().revise(
            self.real.access("boss"), REQUEST, Revision(brief=brief, content_version=request.content_version)
        )
        self.model.revise(kind)
        self.real.pump()

    @precondition(lambda self: self.model.status != IN_REVIEW)
    @rule(kind=st.sampled_from(["picture", "words"]))
    def what_has_ended_is_made_anew(self, kind: str) -> None:
        self.a_new_version(kind)

    @precondition(SideBySide.is_in_review)
    @rule()
    def the_execution_is_lost(self) -> None:
        self.real.pipeline.waiting.clear()
        self.model.lost = True


TestReviews = Reviews.TestCase
TestReviews.settings = settings(
    max_examples=50, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_the_only_reopened_step_ends_with_the_next_look_when_its_execution_is_lost() -> None:
    first, second = (
        {
            "approvers": ["anna"],
            "rule": "any",
            "due_hours": 30,
            "reminders": [3],
            "escalations": [],
            "when_overdue": "expire",
            "reopened_by": reopened_by,
        }
        for reopened_by in (["words"], [])
    )
    both = Reviews()
    both.begin(designs=[first, second], requester="requester", away=[])
    try:
        both.decide("anna", "approved", False)
        both.decide("anna", "approved", False)
        both.a_new_version("words")
        both.the_execution_is_lost()
        both.decide("anna", "approved", False)
        assert both.real.request.status == both.model.status == IN_REVIEW
        both.time_passes(1, False)
        assert both.real.request.status == both.model.status == "approved"
    finally:
        both.teardown()
