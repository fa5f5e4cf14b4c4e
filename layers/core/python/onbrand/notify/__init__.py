"""Messages about what happened: to approvers, to people who are invited, to those who ask and those who look after."""

from onbrand.notify.contents import EventTold, QuotaWarning
from onbrand.notify.deliveries import MESSAGE_FAILED, Deliveries
from onbrand.notify.delivery import Category, Delivery, Status, Target, delivery_id
from onbrand.notify.desk import DeliveryDesk, name_of
from onbrand.notify.errors import (
    DeliveryFailedError,
    MailBusyError,
    MailMisconfiguredError,
    MailRefusedError,
    MailUnavailableError,
    NoAddressError,
)
from onbrand.notify.feedback import Feedback, MailReport
from onbrand.notify.gate import Gate
from onbrand.notify.kinds import Kind
from onbrand.notify.letters import Letters
from onbrand.notify.mail_channel import MAIL, MailChannel, mail_state
from onbrand.notify.model import (
    BrandFace,
    InvitationFacts,
    OrganizationFacts,
    Picture,
    Recipient,
    RequestFacts,
    ReviewAsked,
    Sender,
    WebhookFacts,
)
from onbrand.notify.outbox import MessageJob, Outbox
from onbrand.notify.ports import Channel, ChannelState, HandedOver
from onbrand.notify.posting import Post
from onbrand.notify.reports import FileAttached, ReportMail
from onbrand.notify.service import EVENTS, NotifyService
from onbrand.notify.switching import SignedSwitchLinks, Switch, WishesService

__all__ = [
    "EVENTS",
    "MAIL",
    "MESSAGE_FAILED",
    "BrandFace",
    "Category",
    "Channel",
    "ChannelState",
    "Deliveries",
    "Delivery",
    "DeliveryDesk",
    "DeliveryFailedError",
    "EventTold",
    "Feedback",
    "FileAttached",
    "Gate",
    "HandedOver",
    "InvitationFacts",
    "Kind",
    "Letters",
    "MailBusyError",
    "MailChannel",
    "MailMisconfiguredError",
    "MailRefusedError",
    "MailReport",
    "MailUnavailableError",
    "MessageJob",
    "NoAddressError",
    "NotifyService",
    "OrganizationFacts",
    "Outbox",
    "Picture",
    "Post",
    "QuotaWarning",
    "Recipient",
    "ReportMail",
    "RequestFacts",
    "ReviewAsked",
    "Sender",
    "SignedSwitchLinks",
    "Status",
    "Switch",
    "Target",
    "WebhookFacts",
    "WishesService",
    "delivery_id",
    "mail_state",
    "name_of",
]
