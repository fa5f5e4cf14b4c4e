"""An inbox in memory; messages are parsed as a mail program would."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from onbrand.notify.errors import MailRefusedError, MailUnavailableError


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail as it was handed over."""

    raw: bytes
    sender: str
    recipients: tuple[str, ...]
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def message(self) -> EmailMessage:
        """The parsed message."""
        parsed = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(parsed, EmailMessage)  # noqa: S101 - policy.default makes no other class
        return parsed


class MemoryMailer:
    """Keeps mails. ``refused``: addresses it does not take; ``down``: whether it answers at all."""

    def __init__(self) -> None:
        self.sent: list[SentMail] = []
        self.refused: set[str] = set()
        self.down = False

    def send(
        self, raw: bytes, sender: str, recipients: Sequence[str], tags: Mapping[str, str] | None = None
    ) -> str | None:
        """Keeps the mail; its number. Raises MailRefusedError, MailUnavailableError."""
        if self.down:
            raise MailUnavailableError("The mail service does not answer; please try again.")
        if self.refused & set(recipients):
            raise MailRefusedError("The mail service refused this mail.")
        self.sent.append(SentMail(raw, sender, tuple(recipients), tags or {}))
        return f"memory-{len(self.sent)}"
