"""Provides mails."""

from onbrand.adapters.dynamodb.claims import TableClaims
from onbrand.bootstrap.approval import approval_links
from onbrand.bootstrap.brand import shelf
from onbrand.bootstrap.content import requests
from onbrand.bootstrap.facts import RecordedFacts
from onbrand.bootstrap.identity import identity_repository
from onbrand.bootstrap.metering import ledger
from onbrand.bootstrap.parts import parts
from onbrand.bootstrap.reviews import approvals
from onbrand.notify import NotifyService, Post, Sender
from onbrand.settings import MailSettings


def notify_service() -> NotifyService:
    """Sends the mails that events ask for."""
    own = parts()
    settings = MailSettings.read(own.environ)
    facts = RecordedFacts(requests(), approvals(), identity_repository(), shelf(), own.objects)
    sender = Sender(address=settings.mail_sender, base_url=settings.public_base_url)
    post = Post(own.mailer, ledger(), own.clock)
    return NotifyService(post, TableClaims(own.table), facts, approval_links(), sender, own.clock)
