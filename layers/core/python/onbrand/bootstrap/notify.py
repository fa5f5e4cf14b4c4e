"""Provides messages: deliveries and their channels, what people wish to be told, what mail services report."""

from collections.abc import Sequence

from onbrand.adapters.dynamodb.notify import TableDeliveries
from onbrand.adapters.dynamodb.notify_people import TableAddresses, TableWishes
from onbrand.adapters.dynamodb.reports import TableReports
from onbrand.adapters.dynamodb.webhooks import TableEndpoints
from onbrand.bootstrap.addressees import RecordedAddressees
from onbrand.bootstrap.approval import approval_links, approval_service
from onbrand.bootstrap.brand import shelf
from onbrand.bootstrap.content import requests
from onbrand.bootstrap.facts import RecordedFacts
from onbrand.bootstrap.fallback import FallbackApprovers
from onbrand.bootstrap.identity import identity_repository
from onbrand.bootstrap.members import CurrentMembers
from onbrand.bootstrap.metering import ledger
from onbrand.bootstrap.parts import parts
from onbrand.bootstrap.reviews import approvals
from onbrand.bootstrap.webhooks import delivery_log
from onbrand.notify import (
    MAIL,
    Deliveries,
    DeliveryDesk,
    Feedback,
    Gate,
    Letters,
    MailChannel,
    NotifyService,
    Outbox,
    Post,
    Sender,
    SignedSwitchLinks,
    WishesService,
    mail_state,
)
from onbrand.notify.ports import Channel
from onbrand.notify.webhooks import STATE as WEBHOOKS
from onbrand.settings import MailSettings, SenderSettings


def notify_service() -> NotifyService:
    """Puts into the outbox what events ask for."""
    return NotifyService(outbox(), delivery_records(), addressees(), fallback(), parts().clock)


def outbox() -> Outbox:
    """Has messages sent, each by itself."""
    return Outbox(delivery_records(), parts().work)


def deliveries() -> Deliveries:
    """Sends by every channel of the deployment."""
    own = parts()
    gate = Gate(delivery_records(), wishes(), addresses(), facts(), MAIL)
    return Deliveries(delivery_records(), channels(), gate, fallback(), own.clock, own.ids)


def channels() -> Sequence[Channel]:
    """Every channel, on or off."""
    own = parts()
    settings = MailSettings.read(own.environ)
    sender = Sender(address=settings.mail_sender, base_url=settings.public_base_url)
    sends = sender if settings.mail_sender else None
    letters = Letters(facts(), approval_links(), switch_links(), wishes(), sender)
    return [MailChannel(letters, Post(own.mailer, ledger(), own.clock), sends, own.clock)]


def delivery_desk() -> DeliveryDesk:
    """Deliveries for who manages the organization."""
    own = parts()
    states = (mail_state(SenderSettings.read(own.environ).mail_sender), WEBHOOKS)
    return DeliveryDesk(delivery_records(), delivery_log(), states, own.clock, own.ids)


def wishes_service() -> WishesService:
    """What people wish to be told."""
    return WishesService(wishes())


def switch_links() -> SignedSwitchLinks:
    """Links that switch a kind of message off."""
    return SignedSwitchLinks(parts().signing_keys)


def feedback() -> Feedback:
    """Takes what the mail service reports."""
    return Feedback(delivery_records(), addresses(), parts().clock, parts().ids)


def fallback() -> FallbackApprovers:
    """Who answers when an approver cannot be reached."""
    members = CurrentMembers(identity_repository())
    return FallbackApprovers(approval_service(), approvals(), members, addresses())


def facts() -> RecordedFacts:
    """What messages tell."""
    own = parts()
    endpoints = TableEndpoints(own.table)
    return RecordedFacts(requests(), approvals(), identity_repository(), shelf(), endpoints, own.objects)


def addressees() -> RecordedAddressees:
    """Whom messages go to."""
    reports = TableReports(parts().table)
    return RecordedAddressees(requests(), approvals(), identity_repository(), reports)


def delivery_records() -> TableDeliveries:
    """The records of deliveries."""
    return TableDeliveries(parts().table)


def wishes() -> TableWishes:
    """The records of what people wish."""
    return TableWishes(parts().table)


def addresses() -> TableAddresses:
    """The records of addresses."""
    return TableAddresses(parts().table)
