"""What notify needs from outside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from onbrand.kernel.calls import ApiCall
from onbrand.kernel.events import Event
from onbrand.notify.model import InvitationFacts, RequestFacts, ReviewAsked


class Mailer(Protocol):
    """Hands mails to the world."""

    def send(self, raw: bytes, sender: str, recipients: Sequence[str]) -> None:
        """Sends a MIME message. Raises MailRefusedError, MailUnavailableError."""
        ...


class CallLedger(Protocol):
    """The ledger of external calls; a mail is one."""

    def begin(self, call: ApiCall) -> ApiCall | None:
        """Writes a row before its call; when that id is already there, writes nothing and returns that row."""
        ...

    def settle(self, call: ApiCall) -> None:
        """Writes the final row of a call."""
        ...


class Claims(Protocol):
    """What a consumer has already done about an event."""

    def claim(self, organization_id: str, consumer: str, event_id: str, now: datetime) -> bool:
        """Whether the claim is ours: True once, False to everyone after."""
        ...

    def release(self, organization_id: str, consumer: str, event_id: str) -> None:
        """Gives a claim back, because nothing was done."""
        ...


class Links(Protocol):
    """Makes the links that approvers answer by."""

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
        ...


class Facts(Protocol):
    """What is known at the time of sending about the thing an event is about."""

    def request(self, organization_id: str, request_id: str) -> RequestFacts:
        """The request. Raises a NotFound."""
        ...

    def reviews(self, event: Event) -> Sequence[ReviewAsked]:
        """Who is asked to decide by an ApprovalOpened, as far as it is still open."""
        ...

    def invitation(self, event: Event) -> InvitationFacts | None:
        """The invitation of a MemberInvited, unless it is gone."""
        ...
