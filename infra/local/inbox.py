"""The local inbox: every mail that was sent, for programs as messages and for people as a page."""

import base64
import re
import threading
from email import message_from_string, policy
from email.message import EmailMessage, Message
from email.utils import getaddresses, localtime

CID = re.compile(r"""cid:([^"'\s)>]+)""")


class Inbox:
    """Mails in the order they came."""

    def __init__(self) -> None:
        self._messages: list[EmailMessage] = []
        self._arrived = threading.Condition()

    def add(self, raw: str) -> None:
        """Takes a mail as it was sent, in MIME."""
        message = message_from_string(raw, policy=policy.default)
        with self._arrived:
            self._messages.append(message)
            self._arrived.notify_all()

    def send(self, sender: str, to: str, subject: str, html: str) -> None:
        """Takes a mail that the cloud itself sends: HTML alone, as Cognito does."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"], message["Date"] = sender, to, subject, localtime()
        message.set_content(html, subtype="html")
        self.add(message.as_string())

    def messages(self, to: str | None = None) -> list[EmailMessage]:
        """All mails, or those to an address."""
        with self._arrived:
            return [message for message in self._messages if to is None or to.lower() in recipients(message)]

    def wait(self, to: str, count: int = 1, timeout_s: float = 30.0) -> list[EmailMessage]:
        """The mails to an address once there are ``count`` of them. Raises TimeoutError."""
        with self._arrived:
            if self._arrived.wait_for(lambda: len(self.messages(to)) >= count, timeout_s):
                return self.messages(to)
        raise TimeoutError(f"{to} got {len(self.messages(to))} of {count} mails in {timeout_s} s")


def recipients(message: EmailMessage) -> list[str]:
    """The addresses a mail went to, lower-cased."""
    fields = [str(value) for name in ("To", "Cc", "Bcc") for value in message.get_all(name, [])]
    return [address.lower() for _, address in getaddresses(fields)]


def html_of(message: EmailMessage) -> str | None:
    """The HTML body with inline pictures as data URIs; None when there is only text."""
    body = message.get_body(("html",))
    if body is None:
        return None
    pictures = {str(part["Content-ID"]).strip("<> "): part for part in message.walk() if part["Content-ID"]}

    def inline(found: re.Match[str]) -> str:
        part = pictures.get(found[1])
        return found[0] if part is None else _data_uri(part)

    return CID.sub(inline, str(body.get_content()))


def text_of(message: EmailMessage) -> str | None:
    """The plain text body, or None."""
    body = message.get_body(("plain",))
    return None if body is None else str(body.get_content())


def _data_uri(part: Message) -> str:
    data = part.get_payload(decode=True)
    content = base64.b64encode(data if isinstance(data, bytes) else b"").decode()
    return f"data:{part.get_content_type()};base64,{content}"
