"""A review as plain as can be: dicts, lists and loops, written from the words of the workflow and not from the code that
it checks. Hours are hours."""

from typing import Any

APPROVED, REJECTED, CHANGES = "approved", "rejected", "changes_requested"
EXPIRED, IN_REVIEW, FAILED, WITHDRAWN = "expired_unapproved", "in_review", "failed", "withdrawn"


class Refused(Exception):
    """The person may not do this; the text names the error."""


class PlainReview:
    """``people``: who may decide; ``away``: (who, substitute, from, until); ``asked``: what became of each person's
    question in the present step (open, decided, delegated, superseded, expired); ``lost``: the execution is gone;
    ``happened``: what is rare enough to be counted."""

    def __init__(
        self, people: dict[str, bool], bosses: list[str], requester: str, steps: list[dict[str, Any]]
    ):
        self.people, self.bosses, self.requester, self.steps = people, bosses, requester, steps
        self.away: list[tuple[str, str, float, float]] = []
        self.now = 0.0
        self.version = 1
        self.approved_at: dict[int, int] = {}
        self.edited: dict[int, set[str]] = {}
        self.publish: float | None = None
        self.lost = self.between = False
        self.happened: list[str] = []
        self.open_next()

    @property
    def step(self) -> dict[str, Any]:
        return self.steps[self.position]

    def may(self, person: str) -> bool:
        return self.people.get(person, False) and person != self.requester

    def stand_in(self, person: str, may_take: Any) -> str | None:
        seen = []
        while person not in seen:
            seen.append(person)
            subs = [one for one in self.away if one[0] == person and one[2] <= self.now < one[3]]
            if not subs:
                if len(seen) > 2:
                    self.happened.append("a substitute of a substitute is asked for")
                return person if may_take(person) else None
            person = min(subs, key=lambda one: (one[2], self.away.index(one)))[1]
        self.happened.append("substitutes stand in a circle")
        return None

    def is_away(self, person: str) -> bool:
        return any(one[0] == person and one[2] <= self.now < one[3] for one in self.away)

    def still_approved(self, position: int) -> bool:
        if position not in self.approved_at:
            return False
        since = [kinds for version, kinds in self.edited.items() if version > self.approved_at[position]]
        return not any(kinds & set(self.steps[position]["reopened_by"]) for kinds in since)

    def open_next(self) -> None:
        self.asked: dict[str, str] = {}
        self.strong: set[str] = set()
        self.answers: list[str] = []
        self.level = 0
        self.hold = False
        left = [number for number in range(len(self.steps)) if not self.still_approved(number)]
        if not left:
            self.status = APPROVED
            return
        self.position = left[0]
        people = []
        for person in self.step["approvers"]:
            if self.may(person):
                chosen = self.stand_in(person, self.may) if self.is_away(person) else person
                people.append(chosen or person)
        people = list(dict.fromkeys(people))
        rule = self.step["rule"]
        self.needed = {"any": 1, "all": max(1, len(people)), "quorum": self.step.get("quorum")}[rule]
        for boss in self.bosses:
            if len(people) < self.needed and self.may(boss) and boss not in people:
                people.append(boss)
        if len(people) < self.needed:
            self.status = FAILED
            return
        self.status = IN_REVIEW
        self.asked = dict.fromkeys(people, "open")
        self.due = self.now + self.step["due_hours"]

    def is_over(self) -> bool:
        if self.publish is not None and self.now >= self.publish:
            return True
        last = self.level >= len(self.step["escalations"]) and self.step["when_overdue"] != "hold"
        return not self.hold and last and self.now >= self.due

    def check(self, person: str) -> None:
        state = self.asked.get(person)
        if state is None:
            raise Refused("ApprovalNotFoundError")
        if state == "decided":
            raise Refused("AlreadyDecidedError")
        if state == "delegated":
            raise Refused("HandedOnError")
        if self.is_over() or state != "open":
            raise Refused("ReviewOverError")
        if self.hold:
            raise Refused("OnHoldError")

    def decide(self, person: str, answer: str) -> None:
        self.check(person)
        if not self.people.get(person):
            raise Refused("NotAnApproverError")
        self.asked[person] = "decided"
        if answer != APPROVED:
            self.finish(answer)
            return
        self.answers.append(person)
        if len(self.answers) >= self.needed or person in self.strong:
            self.approved_at[self.position] = self.version
            if self.lost and self.position + 1 < len(self.steps):
                # until the schedule finds that the execution is gone, also where every later step is approved still
                self.between = True
            else:
                self.open_next()

    def delegate(self, person: str, to: str) -> None:
        if to not in self.people:
            raise Refused("DelegationRefusedError")
        self.check(person)
        if not self.may(to) or self.asked.get(to, "delegated") != "delegated":
            raise Refused("DelegationRefusedError")
        if not self.people.get(person):
            raise Refused("NotAnApproverError")
        self.hand(person, to)

    def hand(self, person: str, to: str) -> None:
        if self.asked.get(to) == "delegated":
            self.happened.append("a question comes back to who gave it away")
        self.asked[person] = "delegated"
        self.asked[to] = "open"
        self.strong.discard(to)
        if person in self.strong:
            self.strong.add(to)

    def open_people(self) -> list[str]:
        return sorted(person for person, state in self.asked.items() if state == "open")

    def enough_left(self) -> bool:
        able = [*self.answers, *self.open_people()]
        return bool(self.open_people()) and (len(able) >= self.needed or bool(self.strong & set(able)))

    def finish(self, status: str) -> None:
        for person in self.open_people():
            self.asked[person] = "expired" if status == EXPIRED else "superseded"
        self.hold = False
        self.status = status

    def pass_time(self, hours: float) -> None:
        self.now += hours
        if self.between:
            self.lost = self.between = False
            self.open_next()
        while self.status == IN_REVIEW and self.one_move():
            pass

    def one_move(self) -> bool:
        if self.publish is not None and self.now >= self.publish:
            self.happened.append("the publication is due")
            self.finish(EXPIRED)
            return True
        for person in self.open_people():
            if self.is_away(person):
                free = lambda one: self.may(one) and self.asked.get(one, "delegated") == "delegated"  # noqa: E731
                chosen = self.stand_in(person, free)
                if chosen:
                    self.hand(person, chosen)
                    return True
        gone = [person for person in self.open_people() if not self.people.get(person)]
        if gone:
            for person in gone:
                self.asked[person] = "superseded"
            for boss in self.bosses:
                if not self.enough_left() and self.may(boss) and boss not in self.asked:
                    self.asked[boss] = "open"
            if not self.enough_left():
                for person in gone:
                    self.asked[person] = "open"
                self.finish(EXPIRED)
            return True
        if self.hold or self.now < self.due:
            return False
        if self.level < len(self.step["escalations"]):
            self.happened.append("time escalates")
            self.escalate(self.step["escalations"][self.level])
            return True
        self.happened.append(f"time ends a step: {self.step['when_overdue']}")
        match self.step["when_overdue"]:
            case "expire":
                self.finish(EXPIRED)
            case "reject":
                self.finish(REJECTED)
            case "hold":
                self.hold = True
        return True

    def escalate(self, escalation: dict[str, Any]) -> None:
        self.level += 1
        self.due = self.now + escalation["due_hours"]
        to = []
        for person in escalation["to"]:
            if self.may(person):
                chosen = self.stand_in(person, self.may) if self.is_away(person) else person
                to.append(chosen or person)
        to = [person for person in dict.fromkeys(to) if self.asked.get(person, "open") == "open"]
        if not to:
            to = [boss for boss in self.bosses if self.may(boss) and boss not in self.asked]
        for person in to:
            self.asked[person] = "open"
            self.strong.add(person)

    def put_on_hold(self) -> None:
        if self.is_over():
            raise Refused("ReviewOverError")
        if self.hold:
            raise Refused("OnHoldError")
        self.hold = True

    def release(self) -> None:
        if self.is_over():
            raise Refused("ReviewOverError")
        if not self.hold:
            raise Refused("OnHoldError")
        self.hold = False
        self.due = self.now + self.step["due_hours"]

    def revise(self, kind: str) -> None:
        self.happened.append(f"a new version while {self.status}")
        self.version += 1
        self.edited[self.version] = {kind}
        self.lost = self.between = False
        self.open_next()
