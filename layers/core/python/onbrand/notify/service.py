"""Which events make which mails. A mail is claimed before it is sent, so a repeated event sends nothing
twice."""

from onbrand.kernel.clock import Clock
from onbrand.kernel.events import Event
from onbrand.notify.errors import MailRefusedError, MailUnavailableError
from onbrand.notify.messages import compose, one_line
from onbrand.notify.model import InvitationFacts, Picture, Recipient, RequestFacts, ReviewAsked, Sender
from onbrand.notify.ports import Claims, Facts, Links
from onbrand.notify.posting import Post

CONSUMER = "notify"
ENDINGS = {
    "approved": "is approved and ready",
    "rejected": "was rejected",
    "changes_requested": "needs changes",
    "expired_unapproved": "was not decided in time",
}


class NotifyService:
    """Sends the mails that events ask for."""

    def __init__(
        self, post: Post, claims: Claims, facts: Facts, links: Links, sender: Sender, clock: Clock
    ) -> None:
        self._post = post
        self._claims = claims
        self._facts = facts
        self._links = links
        self._sender = sender
        self._clock = clock

    def handle(self, event: Event) -> None:
        """Sends what the event asks for; nothing for other events. Raises MailUnavailableError, to
        be tried again."""
        match event.type:
            case "ApprovalOpened":
                facts = self._facts.request(event.organization_id, event.aggregate_id)
                self._ask_all(event, facts)
            case "MemberInvited":
                invitation = self._facts.invitation(event)
                if invitation is not None:
                    self._invite(event, invitation)
            case "RequestFinalized" | "RequestFailed":
                facts = self._facts.request(event.organization_id, event.aggregate_id)
                if facts.requester is not None:
                    self._tell(event, facts, facts.requester)

    def _ask_all(self, event: Event, facts: RequestFacts) -> None:
        """One bad address must not keep the others from their mail; it is told once all have been asked."""
        refused: list[MailRefusedError] = []
        for review in self._facts.reviews(event):
            try:
                self._ask(event, facts, review)
            except MailRefusedError as error:
                refused.append(error)
        if refused:
            raise refused[0]

    def _ask(self, event: Event, facts: RequestFacts, review: ReviewAsked) -> None:
        token = self._links.make(
            event.organization_id,
            facts.request_id,
            review.step,
            review.approver_id,
            review.content_version,
            review.due_at,
        )
        subject = f"{facts.brand.name}: “{facts.title}” waits for your decision"
        link = f"{self._sender.base_url}/approvals/{token}"
        self._send(
            event,
            "approval_opened",
            subject,
            review.approver,
            facts.picture,
            facts=facts,
            review=review,
            link=link,
        )

    def _invite(self, event: Event, invitation: InvitationFacts) -> None:
        subject = f"You are invited to {invitation.organization_name} on OnBrand"
        self._send(event, "member_invited", subject, invitation.recipient, None, invitation=invitation)

    def _tell(self, event: Event, facts: RequestFacts, requester: Recipient) -> None:
        if event.type == "RequestFailed":
            subject = f"{facts.brand.name}: “{facts.title}” could not be finished"
            self._send(event, "request_failed", subject, requester, None, facts=facts)
            return
        ending = ENDINGS.get(facts.status.value, "has ended")
        subject = f"{facts.brand.name}: “{facts.title}” {ending}"
        self._send(event, "request_finalized", subject, requester, facts.picture, facts=facts, ending=ending)

    def _send(
        self,
        event: Event,
        template: str,
        subject: str,
        recipient: Recipient,
        picture: Picture | None,
        **facts: object,
    ) -> None:
        raw = compose(
            template, one_line(subject), self._sender.address, recipient, self._clock.now(), picture, **facts
        )
        claim = f"{event.id}.{recipient.address.lower()}"
        if not self._claims.claim(event.organization_id, CONSUMER, claim, self._clock.now()):
            return
        try:
            self._post.send(event, _brand(facts), raw, self._sender.address, recipient.address)
        except MailUnavailableError:
            self._claims.release(event.organization_id, CONSUMER, claim)
            raise


def _brand(facts: dict[str, object]) -> str | None:
    """The brand that a mail is about."""
    told = facts.get("facts")
    return told.brand_id if isinstance(told, RequestFacts) else None
