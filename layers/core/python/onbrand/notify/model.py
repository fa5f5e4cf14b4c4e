"""What mails tell, as plain facts; the templates show nothing else."""

from datetime import datetime

from onbrand.brand.colour import contrast_ratio
from onbrand.content.model import Decision, RequestStatus
from onbrand.kernel.values import Value

INK = "#000000"
PAPER = "#FFFFFF"
HOUSE_COLOUR = "#2B4BDB"
EDGE = "#767E8B"


VERDICTS = {
    "pass": "meets the brand profile",
    "manual_review": "needs a person's judgement",
    "fail": "breaks a rule that must hold",
}


class Recipient(Value):
    """Who gets a mail."""

    address: str
    name: str | None = None


class Sender(Value):
    """Who writes mails, and the address that links in them start with, without a slash at its end."""

    address: str
    base_url: str


class BrandFace(Value):
    """The brand as a mail shows it: its name and the colour of buttons."""

    name: str
    colour: str = HOUSE_COLOUR

    @property
    def on_colour(self) -> str:
        """The text colour that reads better on ``colour``: one of the two always has a contrast of 4.5:1."""
        return max((PAPER, INK), key=lambda text: contrast_ratio(text, self.colour))

    @property
    def edge(self) -> str:
        """The colour of a button's border: its own, unless that would be lost on white paper."""
        return self.colour if contrast_ratio(self.colour, PAPER) >= 3 else EDGE


class Picture(Value):
    """A JPEG and the size it is shown in, in pixels."""

    data: bytes
    width: int
    height: int
    alt_text: str


class RequestFacts(Value):
    """A request as its mails tell of it."""

    request_id: str
    brand_id: str | None = None
    brand: BrandFace
    title: str
    status: RequestStatus
    score: float | None
    outcome: str | None
    placements: int
    requester: Recipient | None
    picture: Picture | None = None
    decision: Decision | None = None
    decided_by: str | None = None
    comment: str | None = None
    reason: str | None = None

    @property
    def verdict(self) -> str | None:
        """What the outcome means, in words."""
        return VERDICTS.get(self.outcome or "")


class ReviewAsked(Value):
    """What one approver is asked, and the answer's deadline."""

    approver: Recipient
    step: int
    approver_id: str
    content_version: int
    due_at: datetime
    step_name: str | None = None


class InvitationFacts(Value):
    """An invitation into an organization."""

    organization_name: str
    role: str
    invited_by: str | None = None


class OrganizationFacts(Value):
    """An organization as mails name it, and the time zone of those who have set none."""

    name: str
    time_zone: str = "UTC"


class WebhookFacts(Value):
    """A webhook as mails name it: what it was called and whose server it is. Its whole address may be a key."""

    host: str
    description: str
    enabled: bool
