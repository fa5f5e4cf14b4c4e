"""Whatever people and time do to a review, the service ends where a plain model ends: one decision for each step and
person, and nobody ever waits on nobody."""

from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from onbrand.approval import NewSubstitute, Review
from onbrand.bootstrap.approval import approval_service, arrangements
from onbrand.bootstrap.content import requests, revisions
from onbrand.bootstrap.parts import using
from onbrand.bootstrap.reviews import approvals
from onbrand.content import Decision, Revision
from onbrand.identity import Role
from onbrand.kernel.errors import OnBrandError
from tests.support.reviewing import ORGANIZATION, REQUEST, Reviewing
from tests.support.world import add_member
from tests.unit.approval.plain_model import IN_REVIEW, PlainReview, Refused

PEOPLE = {
    "anna": Role.APPROVER,
    "ben": Role.APPROVER,
    "cleo": Role.BRAND_MANAGER,
    "dora": Role.APPROVER,
    "boss": Role.OWNER,
    "requester": Role.BRAND_MANAGER,
}
BOSSES = ["boss"]
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


class Reviews(RuleBasedStateMachine):
    """The service on a memory table, and the model, side by side."""

    @initialize(
        designs=st.lists(steps(), min_size=1, max_size=3),
        requester=st.sampled_from(["requester", "anna"]),
        away=st.lists(st.tuples(PERSON, PERSON), max_size=5, unique_by=lambda pair: pair[0]),
    )
    def begin(self, designs: list[dict[str, Any]], requester: str, away: list[tuple[str, str]]) -> None:
        self.stack = ExitStack()
        self.real = Reviewing(PEOPLE, requester, designs)
        self.stack.enter_context(using(self.real.parts))
        self.real.found()
        self.real.pump()
        self.start = self.real.clock.now()
        self.model = PlainReview(dict.fromkeys(PEOPLE, True), BOSSES, requester, designs)
        self.checked_at = -1.0
        for person, to in away:
            self.name_a_substitute(person, to, 0, 60)
        if away:
            self.time_passes(6, False)

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            self.stack.close()

    def both(self, real: Any, model: Any) -> None:
        """The service refuses what the model refuses, for the same reason."""
        refused = said = None
        try:
            model()
        except Refused as error:
            refused = str(error)
        try:
            real()
        except OnBrandError as error:
            said = type(error).__name__
        assert said == refused
        self.real.pump(lose_events=False)

    def is_in_review(self) -> bool:
        """In the model, and no execution was lost between two steps."""
        return self.model.status == IN_REVIEW and self.review().step.status == "open"

    def review(self) -> Review:
        found = approvals().review(ORGANIZATION, REQUEST)
        assert found is not None
        return found

    @precondition(is_in_review)
    @rule(person=PERSON, answer=ANSWER, twice=st.booleans())
    def anybody_decides(self, person: str, answer: str, twice: bool) -> None:
        self.decide(person, answer, twice)

    @precondition(is_in_review)
    @rule(at=PLACE, answer=ANSWER)
    def somebody_who_is_asked_decides(self, at: int, answer: str) -> None:
        self.decide(self.asked(at), answer, False)

    @precondition(is_in_review)
    @rule(at=PLACE)
    def somebody_who_is_asked_approves(self, at: int) -> None:
        self.decide(self.asked(at), "approved", True)

    @precondition(is_in_review)
    @rule(person=PERSON, to=PERSON)
    def anybody_hands_on(self, person: str, to: str) -> None:
        self.delegate(person, to)

    @precondition(is_in_review)
    @rule(at=PLACE, to=PERSON)
    def somebody_who_is_asked_hands_on(self, at: int, to: str) -> None:
        self.delegate(self.asked(at), to)

    @precondition(is_in_review)
    @rule(at=PLACE, to=PERSON)
    def a_question_goes_there_and_back(self, at: int, to: str) -> None:
        person = self.asked(at)
        self.delegate(person, to)
        self.delegate(to, person)

    def asked(self, at: int) -> str:
        people = self.model.open_people()
        return people[at % len(people)]

    def decide(self, person: str, answer: str, twice: bool) -> None:
        request = self.real.request
        step = self.review().step.number

        def click() -> None:
            version = request.content_version
            approval_service().decide(
                ORGANIZATION, REQUEST, person, Decision(answer), None, version, "api", step
            )

        self.both(click, lambda: self.model.decide(person, answer))
        if twice:
            before = self.real.request.version
            try:
                click()
            except OnBrandError:
                assert self.real.request.version == before
                event("a second click")
            else:
                raise AssertionError("the second click decided again")

    def delegate(self, person: str, to: str) -> None:
        self.both(
            lambda: approval_service().delegate(ORGANIZATION, REQUEST, person, to),
            lambda: self.model.delegate(person, to),
        )

    @precondition(is_in_review)
    @rule()
    def hold(self) -> None:
        self.both(
            lambda: approval_service().hold(self.real.access("boss"), REQUEST, "wait"), self.model.put_on_hold
        )

    @precondition(is_in_review)
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

    @precondition(is_in_review)
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

    @precondition(is_in_review)
    @rule(hours=HOURS, at=PLACE)
    def somebody_decides_before_the_schedule_has_looked(self, hours: int, at: int) -> None:
        self.real.clock.advance(seconds=timedelta(hours=hours).total_seconds())  # type: ignore[attr-defined]
        self.model.now += hours
        if self.model.is_over():
            event("an answer after the end")
        self.decide(self.asked(at), "approved", False)

    @precondition(is_in_review)
    @rule(times=st.integers(1, 3))
    def nobody_answers(self, times: int) -> None:
        for _ in range(times):
            self.time_passes(30, False)

    @precondition(is_in_review)
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

    @precondition(is_in_review)
    @rule()
    def the_execution_is_lost(self) -> None:
        self.real.pipeline.waiting.clear()
        self.model.lost = True

    @invariant()
    def what_happened_is_counted(self) -> None:
        if hasattr(self, "model"):
            for name in self.model.happened:
                event(name)
            self.model.happened.clear()

    @invariant()
    def both_stand_at_the_same_place(self) -> None:
        if not hasattr(self, "model"):
            return
        assert self.real.request.status.value == self.model.status
        if self.model.status != IN_REVIEW:
            return
        review = self.review()
        if review.step.status == "decided":
            return  # between two steps, because the execution is lost
        assert review.step.position == self.model.position
        assert {one.approver_id: one.status.value for one in review.approvals} == self.model.asked
        assert (review.step.hold is not None) == self.model.hold
        assert review.step.needed == self.model.needed

    @invariant()
    def nobody_waits_on_nobody(self) -> None:
        if not hasattr(self, "model") or self.model.status != IN_REVIEW:
            return
        review = self.review()
        if review.step.status == "decided":
            assert review.step.wake_at is not None
            return
        assert review.open
        assert review.step.wake_at is not None
        if self.checked_at == self.model.now:
            able = [one.approver_id for one in review.open if self.model.people[one.approver_id]]
            assert able

    @invariant()
    def a_person_decides_once_in_a_step(self) -> None:
        if not hasattr(self, "real"):
            return
        told = Counter(
            (event.payload["step"], event.actor)
            for event in requests().story(ORGANIZATION, REQUEST).events
            if event.type in ("ApprovalAnswered", "ApprovalDecided") and "approval" in event.payload
        )
        assert set(told.values()) <= {1}


TestReviews = Reviews.TestCase
TestReviews.settings = settings(
    max_examples=50, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
