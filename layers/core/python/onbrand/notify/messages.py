"""MIME messages: a text, the same as HTML, and the picture inside the mail, so that nothing is fetched from
elsewhere."""

import re
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from onbrand.notify.errors import MailRefusedError
from onbrand.notify.model import Picture, Recipient

PICTURE_ID = "preview@onbrand"
MAX_SUBJECT = 120
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("onbrand.notify"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = lambda score: (
        "not judged" if score is None else f"{round(score * 100)} %"
    )
    environment.filters["day"] = lambda moment: f"{moment:%A, %-d %B %Y, %H:%M} UTC"
    environment.filters["words"] = lambda name: str(name).replace("_", " ")
    return environment


def one_line(text: str) -> str:
    """The text without line breaks and control characters, fit for a header."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return re.sub(r"\s+", " ", plain).strip()


def compose(
    template: str,
    subject: str,
    sender: str,
    recipient: Recipient,
    at: datetime,
    picture: Picture | None = None,
    **facts: Any,
) -> bytes:
    """A message from the pair of templates with this name. Raises MailRefusedError for an address that
    is none."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = one_line(subject)[:MAX_SUBJECT]
    message["From"] = _address(*reversed(parseaddr(sender)))
    message["To"] = _address(recipient.address, recipient.name or "")
    message["Date"] = format_datetime(at)
    message["Auto-Submitted"] = "auto-generated"
    values = {
        **facts,
        "subject": message["Subject"],
        "recipient": recipient,
        "picture": picture,
        "picture_id": PICTURE_ID,
    }
    message.set_content(_environment().get_template(f"{template}.txt.j2").render(values).strip() + "\n")
    message.add_alternative(_environment().get_template(f"{template}.html.j2").render(values), subtype="html")
    if picture is not None:
        html = message.get_payload()[1]  # type: ignore[index]
        html.add_related(  # type: ignore[union-attr]
            picture.data,
            maintype="image",
            subtype="jpeg",
            cid=f"<{PICTURE_ID}>",
            filename="preview.jpg",
            disposition="inline",
        )
    return message.as_bytes()


def _address(address: str, name: str) -> Address:
    if not ADDRESS.fullmatch(address) or len(address) > 254:
        raise MailRefusedError("This is no mail address.")
    try:
        return Address(display_name=one_line(name)[:80], addr_spec=address)
    except (HeaderParseError, ValueError, IndexError) as error:
        raise MailRefusedError("This is no mail address.") from error
