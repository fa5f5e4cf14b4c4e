"""What a person has put into the form so far. Nothing of it is kept anywhere but in the page, until they decide."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_uppercase

from functions.approval_links.findings import Finding
from onbrand.approval import NewComment, Point
from onbrand.approval.comments import MAX_COMMENTS
from onbrand.content import Decision

MAX_TEXT = 2000
PLACE = re.compile(r"([a-z0-9_]{1,60}):([01]\.\d{1,4}):([01]\.\d{1,4})")
Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Pin:
    """A point that somebody has chosen on a picture, as shares of its width and height, and what they say of it."""

    placement: str
    x: float
    y: float
    text: str = ""

    @property
    def place(self) -> str:
        """The pin without its text, as a hidden field carries it."""
        return f"{self.placement}:{self.x:.4f}:{self.y:.4f}"


@dataclass(frozen=True, slots=True)
class Draft:
    """``remarks`` by the numbers of findings; ``sent_back``: placements."""

    comment: str = ""
    remarks: Mapping[int, str] = field(default_factory=dict)
    pins: Sequence[Pin] = ()
    sent_back: Sequence[str] = ()

    def comments(self, findings: Sequence[Finding]) -> list[NewComment]:
        """What is said about findings and points, to be written with the answer."""
        known = {one.number: one for one in findings}
        said = [
            NewComment(text=text, placement=known[number].placement, finding=known[number].check)
            for number, text in self.remarks.items()
        ]
        return said + [
            NewComment(text=pin.text, placement=pin.placement, point=Point(x=pin.x, y=pin.y))
            for pin in self.pins
        ]

    def without(self, index: int) -> "Draft":
        """The same without one pin."""
        return replace(self, pins=[pin for number, pin in enumerate(self.pins) if number != index])

    def problem(self, decision: Decision | None) -> str | None:
        """Why this cannot be an answer, in a sentence; None when it can."""
        texts = [self.comment, *self.remarks.values(), *(pin.text for pin in self.pins)]
        unnamed = [letter for letter, pin in zip(ascii_uppercase, self.pins, strict=False) if not pin.text]
        match decision:
            case None:
                return "Choose one of the three answers."
            case _ if any(len(text) > MAX_TEXT for text in texts):
                return f"A comment has at most {MAX_TEXT} characters."
            case _ if len(texts) - 1 > MAX_COMMENTS:
                return f"At most {MAX_COMMENTS} remarks go with one answer; take some away."
            case _ if unnamed:
                return f"Say what you mean by point {unnamed[0]}, or take the point away."
            case Decision.CHANGES_REQUESTED if not any(texts):
                return "Say what is to change, in the comment or at a finding."
            case Decision.REJECTED if not any(texts):
                return "Say why you reject it, in the comment or at a finding."
            case Decision.APPROVED | Decision.REJECTED if self.sent_back:
                return (
                    "You marked formats to send back. Choose “Request changes”, or clear the marks to"
                    f" {'approve' if decision is Decision.APPROVED else 'reject'} everything."
                )
        return None


def draft_of(fields: Fields, placements: Sequence[str], findings: Sequence[Finding]) -> Draft:
    """Reads the form's fields; those that the page does not have are left out."""
    remarks = {one.number: _text(fields, f"remark-{one.number}") for one in findings}
    return Draft(
        comment=_text(fields, "comment"),
        remarks={number: text for number, text in remarks.items() if text},
        pins=_pins(fields, placements),
        sent_back=[name for name in placements if name in fields.get("sent_back", ())],
    )


def _pins(fields: Fields, placements: Sequence[str]) -> list[Pin]:
    pins = []
    for index in range(MAX_COMMENTS):
        found = PLACE.fullmatch(_text(fields, f"pin-{index}-at"))
        if found and found[1] in placements:
            x, y = (min(float(share), 1.0) for share in found.groups()[1:])
            pins.append(Pin(found[1], x, y, _text(fields, f"pin-{index}")))
    return pins


def _text(fields: Fields, name: str) -> str:
    """Browsers end lines as mails do; the person's limit counts such an end once."""
    return (fields.get(name) or [""])[0].replace("\r\n", "\n").strip()
