"""Mail as a channel: a letter is written at the moment of sending and handed over through the ledger."""

from datetime import timedelta

from onbrand.kernel.clock import Clock
from onbrand.notify.delivery import Delivery
from onbrand.notify.errors import ChannelOffError, DeliveryFailedError
from onbrand.notify.letters import Letters
from onbrand.notify.messages import compose
from onbrand.notify.model import Recipient, Sender
from onbrand.notify.ports import ChannelState, HandedOver
from onbrand.notify.posting import Post
from onbrand.notify.retrying import mail_wait

MAIL = "mail"


class MailChannel:
    """A ``Channel``. Without a sender it is off."""

    def __init__(self, letters: Letters, post: Post, sender: Sender | None, clock: Clock) -> None:
        self._letters = letters
        self._post = post
        self._sender = sender
        self._clock = clock

    @property
    def name(self) -> str:
        """The channel's name."""
        return MAIL

    def state(self) -> ChannelState:
        """On where a sender is set."""
        return mail_state(self._sender.address if self._sender else None)

    def deliver(self, delivery: Delivery) -> HandedOver:
        """Sends one mail. Raises DeliveryFailedError kinds."""
        if self._sender is None:
            raise ChannelOffError(self.state().says)
        letter = self._letters.write(delivery)
        if letter is None:
            return HandedOver(nothing_to_tell=True)
        recipient = Recipient(address=delivery.target.address, name=delivery.target.name)
        raw = compose(letter, self._sender.address, recipient, self._clock.now())
        return HandedOver(self._post.send(delivery, letter.brand_id, raw, self._sender.address))

    def wait(self, tries: int, error: DeliveryFailedError) -> timedelta | None:
        """When the next try is due, by the failure's category."""
        return mail_wait(tries, error.category)


def mail_state(sender: str | None) -> ChannelState:
    """Whether mail is on where this sender is set."""
    if not sender:
        return ChannelState(MAIL, False, "Mail is off: no sender address is set for this deployment.")
    return ChannelState(MAIL, True, "Mail is on.")
