"""What notify needs from outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from onbrand.kernel.calls import ApiCall
from onbrand.kernel.events import Event
from onbrand.notify.delivery import Delivery
from onbrand.notify.errors import DeliveryFailedError
from onbrand.notify.model import InvitationFacts, RequestFacts, ReviewAsked


@dataclass(frozen=True, slots=True)
class ChannelState:
    """Whether a channel works here; ``says``: a sentence for a person, of an off channel what is missing."""

    name: str
    on: bool
    says: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A channel's service took a message. ``reference``: its name for it, if it gives one; ``nothing_to_tell``:
    what was to be told is over, so nothing was sent."""

    reference: str | None = None
    nothing_to_tell: bool = False


class Channel(Protocol):
    """A way that messages take, such as mail or webhooks; one delivery goes to one target."""

    @property
    def name(self) -> str:
        """What deliveries name it by, in lower case."""
        ...

    def state(self) -> ChannelState:
        """Whether it is configured; an off channel is asked to deliver nothing."""
        ...

    def deliver(self, delivery: Delivery) -> HandedOver:
        """Hands over to the delivery's target, once. Raises DeliveryFailedError kinds, whose category decides
        what follows; anything else that it raises counts as a system error."""
        ...

    def wait(self, tries: int, error: DeliveryFailedError) -> timedelta | None:
        """How long until the next attempt, after ``tries`` attempts the last of which failed so; None: no more."""
        ...


class Mailer(Protocol):
    """Hands mails to the world."""

    def send(
        self, raw: bytes, sender: str, recipients: Sequence[str], tags: Mapping[str, str] | None = None
    ) -> str | None:
        """Sends a MIME message; ``tags`` come back with what is reported of it later. The service's name for it.

        Raises MailRefusedError, MailUnavailableError, MailMisconfiguredError.
        """
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
