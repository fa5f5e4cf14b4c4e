"""Mails about what happened: to approvers, to people who are invited, to the person who asked for content."""

from onbrand.notify.errors import MailRefusedError, MailUnavailableError
from onbrand.notify.model import (
    BrandFace,
    InvitationFacts,
    Picture,
    Recipient,
    RequestFacts,
    ReviewAsked,
    Sender,
)
from onbrand.notify.posting import Post
from onbrand.notify.service import NotifyService

__all__ = [
    "BrandFace",
    "InvitationFacts",
    "MailRefusedError",
    "MailUnavailableError",
    "NotifyService",
    "Picture",
    "Post",
    "Recipient",
    "RequestFacts",
    "ReviewAsked",
    "Sender",
]
