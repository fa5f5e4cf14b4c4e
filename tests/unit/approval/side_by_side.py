"""A review by the service on a memory table and one by a plain model, side by side, and what always holds of both."""

from collections import Counter
from contextlib import ExitStack
from typing import Any

from hypothesis import event
from hypothesis.stateful import RuleBasedStateMachine, invariant

from onbrand.approval import Review
from onbrand.bootstrap.approval import approval_service
from onbrand.bootstrap.content import requests
from onbrand.bootstrap.parts import using
from onbrand.bootstrap.reviews import approvals
from onbrand.content import Decision
from onbrand.identity import Role
from onbrand.kernel.errors import OnBrandError
from tests.support.reviewing import ORGANIZATION, REQUEST, Reviewing
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


class SideBySide(RuleBasedStateMachine):
    """Both sides, what people do to them, and what holds after each step. ``checked_at``: when the schedule last looked."""

    def found(self, designs: list[dict[str, Any]], requester: str) -> None:
        """Begins a review on both sides."""
        self.stack = ExitStack()
        self.real = Reviewing(PEOPLE, requester, designs)
        self.stack.enter_context(using(self.real.parts))
        self.real.found()
        self.real.pump()
        self.model = PlainReview(dict.fromkeys(PEOPLE, True), BOSSES, requester, designs)
        self.checked_at = -1.0

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
