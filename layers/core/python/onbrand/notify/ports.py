"""What notify needs from outside."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from onbrand.identity import Permission
from onbrand.kernel.calls import ApiCall
from onbrand.kernel.events import Event
from onbrand.kernel.pages import Page
from onbrand.notify.delivery import Delivery, Target
from onbrand.notify.errors import DeliveryFailedError
from onbrand.notify.kinds import Kind
from onbrand.notify.model import InvitationFacts, OrganizationFacts, RequestFacts, ReviewAsked, WebhookFacts
from onbrand.notify.pace import Pace
from onbrand.notify.reach import Unreachable
from onbrand.notify.reports import ReportMail
from onbrand.notify.wishes import Wishes

JobT = TypeVar("JobT", contravariant=True)


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


class SwitchLinks(Protocol):
    """Makes the links that switch a kind of message off."""

    def make(self, organization_id: str, user_id: str, kind: Kind) -> str:
        """The last part of the link's address."""
        ...


class Preferences(Protocol):
    """What people want to be told, and when."""

    def of(self, organization_id: str, user_id: str) -> Wishes:
        """A person's wishes; those that everybody starts with when none were made."""
        ...

    def put(self, wishes: Wishes) -> None:
        """Writes the next version. Raises WishesMovedError."""
        ...


class DeliveryRepository(Protocol):
    """Deliveries, and how much was sent to whom."""

    def get(self, organization_id: str, delivery_id: str) -> Delivery | None:
        """A delivery."""
        ...

    def add(self, deliveries: Sequence[Delivery]) -> list[Delivery]:
        """Writes new deliveries; as they are written: what has an id that is already there stays as it is."""
        ...

    def save(self, *deliveries: Delivery, paces: Sequence[Pace] = (), events: Sequence[Event] = ()) -> None:
        """Writes the next versions as one. Raises DeliveryMovedError."""
        ...

    def pace(self, organization_id: str, subject: str, now: datetime) -> Pace:
        """How much the subject got today."""
        ...

    def due(self, now: datetime) -> Iterator[Delivery]:
        """What has to be looked at."""
        ...

    def held(self, organization_id: str, user_id: str, limit: int) -> Sequence[Delivery]:
        """What waits for a person and may be gathered, oldest first."""
        ...

    def log(
        self, organization_id: str, limit: int, start: dict[str, Any] | None, *, dead: bool
    ) -> Page[Delivery]:
        """All deliveries, or those that failed for good; the latest first."""
        ...


class Addresses(Protocol):
    """Addresses that get nothing any more."""

    def get(self, organization_id: str, address_id: str) -> Unreachable | None:
        """What is known of an address, by its digest."""
        ...

    def listed(self, organization_id: str, limit: int, start: dict[str, Any] | None) -> Page[Unreachable]:
        """Those that get nothing."""
        ...

    def put(self, found: Unreachable, event: Event) -> None:
        """Writes the next version with its event. Raises AddressMovedError."""
        ...


class Fallback(Protocol):
    """Who answers when an approver cannot be asked."""

    def take_over(self, organization_id: str, request_id: str, step: int, approver_id: str) -> None:
        """Hands one question on to somebody who can be reached; nothing when it is over or nobody may."""
        ...

    def take_over_all(self, organization_id: str, user_id: str) -> None:
        """Hands on every question that waits for this person."""
        ...


class Jobs(Protocol[JobT]):
    """Where work for the sender is put."""

    def put(self, jobs: Sequence[JobT]) -> None:
        """Hands jobs over; one may come more than once."""
        ...


class Addressees(Protocol):
    """Whom an event concerns, at the time when it is told."""

    def asked(self, organization_id: str, request_id: str, step: int) -> Sequence[ReviewAsked]:
        """Who is still asked by a step."""
        ...

    def requester(self, organization_id: str, request_id: str) -> Target | None:
        """Who asked for the content, unless they have left. Raises a NotFound."""
        ...

    def invited(self, organization_id: str, invitation_id: str) -> Target | None:
        """Who is invited, unless the invitation is gone."""
        ...

    def allowed(self, organization_id: str, permission: Permission) -> Sequence[Target]:
        """Members whose role has this permission."""
        ...

    def readers(self, organization_id: str, report_id: str) -> Sequence[Target]:
        """Who gets a report; members among them by name."""
        ...


class Facts(Protocol):
    """What is known at the time of sending about the thing an event is about."""

    def request(self, organization_id: str, request_id: str) -> RequestFacts:
        """The request. Raises a NotFound."""
        ...

    def question(
        self, organization_id: str, request_id: str, step: int, approver_id: str
    ) -> ReviewAsked | None:
        """What a person is asked, unless it is over."""
        ...

    def organization(self, organization_id: str) -> OrganizationFacts:
        """The organization. Raises a NotFound."""
        ...

    def name(self, user_id: str) -> str | None:
        """A person's name."""
        ...

    def invitation(self, organization_id: str, invitation_id: str) -> InvitationFacts | None:
        """An invitation, unless it is gone."""
        ...

    def brand_name(self, organization_id: str, brand_id: str) -> str | None:
        """A brand's name, unless it is gone."""
        ...

    def webhook(self, organization_id: str, endpoint_id: str) -> WebhookFacts | None:
        """A webhook, unless it is gone."""
        ...

    def report(self, organization_id: str, report_id: str) -> ReportMail | None:
        """What a report tells and its files, unless it is gone."""
        ...
