"""Links to what an approver is asked: signed, bound to approver, step and content version, and never the
task token."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer
from pydantic import ValidationError

from onbrand.approval.errors import FormTokenError, LinkExpiredError, LinkUnknownError, SignInRequiredError
from onbrand.approval.model import ApprovalStatus, Review, Step
from onbrand.kernel.clock import Clock
from onbrand.kernel.values import Value

LINK_SALT = "approval-link"
FORM_SALT = "approval-form"
LINK_OUTLIVES_DEADLINE = timedelta(days=30)
"""How long a link shows what was decided."""
FIELDS = ("organization_id", "request_id", "step", "approver_id", "content_version", "expires_at")


LINK, API, UNREACHABLE = "link", "api", "unreachable"
"""The ways of an answer: by whoever holds a link, or by somebody who has signed in; and of a question that is handed on
for somebody whom no message reaches."""


def check_way(step: Step, via: str) -> None:
    """Raises SignInRequiredError where holding a link is not enough to be somebody."""
    if via == LINK and step.design.require_sign_in:
        raise SignInRequiredError(
            "Here a decision is made by somebody who has signed in, not by a link alone."
        )


class LinkClaims(Value):
    """What a link says of itself."""

    organization_id: str
    request_id: str
    step: int
    approver_id: str
    content_version: int
    expires_at: datetime


class ApprovalLinks:
    """Makes and reads links. ``keys``: newest last; all verify, the last signs. The expiry is part of what
    is signed, and compared with the injected clock."""

    def __init__(self, keys: Sequence[str], clock: Clock) -> None:
        self._links = URLSafeSerializer(list(keys), salt=LINK_SALT)
        self._forms = URLSafeSerializer(list(keys), salt=FORM_SALT)
        self._clock = clock

    def make(
        self,
        organization_id: str,
        request_id: str,
        step: int,
        approver_id: str,
        content_version: int,
        expires_at: datetime,
    ) -> str:
        """The last part of the link's address."""
        second = int(expires_at.timestamp())
        return str(
            self._links.dumps([organization_id, request_id, step, approver_id, content_version, second])
        )

    def read(self, link: str) -> LinkClaims:
        """What the link says. Raises LinkUnknownError."""
        try:
            *facts, second = self._links.loads(link)
            expires_at = datetime.fromtimestamp(second, UTC)
            return LinkClaims.model_validate(dict(zip(FIELDS, (*facts, expires_at), strict=True)))
        except (BadSignature, ValidationError, ValueError, TypeError) as error:
            raise LinkUnknownError("This link is not valid.") from error

    def check_time(self, claims: LinkClaims, review: Review) -> None:
        """Raises LinkExpiredError once the link's time is over. That moves with the due time of what it was made for,
        and does not come while this waits: a hold leaves nobody with a dead link."""
        if not _lives(claims, review, self._clock.now()):
            raise LinkExpiredError("This link is no longer valid: the time for the decision is over.")

    def form_token(self, link: str) -> str:
        """A token that the page of this link puts into its form."""
        return str(self._forms.dumps(link))

    def check_form_token(self, link: str, token: str) -> None:
        """Raises FormTokenError unless the token came from the page of this link."""
        try:
            matches = self._forms.loads(token) == link
        except BadSignature:
            matches = False
        if not matches:
            raise FormTokenError("This form is out of date; open the link from the mail again.")


def _lives(claims: LinkClaims, review: Review, now: datetime) -> bool:
    mine = review.of_person(claims.approver_id)
    if now < claims.expires_at or mine is None:
        return now < claims.expires_at
    waits = (review.step.status, mine.status) == (ApprovalStatus.OPEN, ApprovalStatus.OPEN)
    return waits or now < mine.due_at + LINK_OUTLIVES_DEADLINE
