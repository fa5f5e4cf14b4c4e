"""MIME messages: a text, the same as HTML, and the picture inside the mail, so that nothing is fetched from
elsewhere."""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import cache
from typing import TYPE_CHECKING, Any

from onbrand.notify.errors import NoAddressError
from onbrand.notify.kinds import Kind
from onbrand.notify.model import Picture, Recipient
from onbrand.notify.reports import FileAttached

if TYPE_CHECKING:
    from jinja2 import Environment

CID_DOMAIN = "onbrand"
PICTURE_ID = f"preview@{CID_DOMAIN}"
EXTENSIONS = {"jpeg": "jpg", "png": "png"}
MAX_SUBJECT = 120
TEXT_WIDTH = 72
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")
ISOLATES = "\u2068\u2069"
LABEL = re.compile(r"[A-Z][A-Za-z ]{0,20}: +")


@dataclass(frozen=True, slots=True)
class Embedded:
    """A picture inside the mail that its templates name by ``cid:NAME@onbrand``; ``subtype``: png or jpeg."""

    name: str
    subtype: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written to somebody. ``values`` are for the kind's templates; ``unsubscribe``: the address that
    switches this kind off, with one click and as a page; ``zone``: the time zone of times in it."""

    kind: Kind
    subject: str
    values: dict[str, Any]
    picture: Picture | None = None
    unsubscribe: str | None = None
    zone: str = "UTC"
    brand_id: str | None = field(default=None, compare=False)
    embedded: tuple[Embedded, ...] = ()
    files: tuple[FileAttached, ...] = ()


@cache
def _environment() -> "Environment":
    """Made where a message is written: who only reads deliveries loads no templates."""
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    from onbrand.notify.naming import finished
    from onbrand.notify.wording import FILTERS

    environment = Environment(
        loader=PackageLoader("onbrand.notify"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=finished,
    )
    environment.filters.update(FILTERS)
    return environment


def page_of(name: str, values: Mapping[str, Any]) -> str:
    """A mail's HTML."""
    return _environment().get_template(f"{name}.html.j2").render(values)


def one_line(text: str) -> str:
    """The text without line breaks and control characters, fit for a header."""
    plain = "".join(letter if letter.isprintable() or letter in ISOLATES else " " for letter in text)
    return re.sub(r"\s+", " ", plain).strip()


def wrapped(text: str) -> str:
    """The text in lines of at most 72 characters, save words and addresses that are longer; what follows a label
    goes on below itself. At most one empty line in a row."""
    lines = [part for line in text.strip().splitlines() for part in _lines(line.rstrip())]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def _lines(line: str) -> list[str]:
    label = LABEL.match(line)
    indent = " " * len(label[0]) if label else ""
    return textwrap.wrap(
        line,
        TEXT_WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    ) or [""]


def compose(letter: Letter, sender: str, recipient: Recipient, at: datetime) -> bytes:
    """The message of a letter. Raises NoAddressError for an address that is none."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = one_line(letter.subject)[:MAX_SUBJECT]
    message["From"] = _address(*reversed(parseaddr(sender)))
    message["To"] = _address(recipient.address, recipient.name or "")
    message["Date"] = format_datetime(at)
    message["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe is not None:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    picture = letter.picture
    values = {
        **letter.values,
        "subject": message["Subject"],
        "recipient": recipient,
        "picture": picture,
        "picture_id": PICTURE_ID,
        "unsubscribe": letter.unsubscribe,
        "zone": letter.zone,
        "files": letter.files,
    }
    message.set_content(wrapped(_environment().get_template(f"{letter.kind}.txt.j2").render(values)))
    message.add_alternative(page_of(letter.kind, values), subtype="html")
    shown = (Embedded("preview", "jpeg", picture.data),) if picture is not None else ()
    body = message.get_payload()[1]  # type: ignore[index]
    for one in (*shown, *letter.embedded):
        body.add_related(  # type: ignore[union-attr]
            one.data,
            maintype="image",
            subtype=one.subtype,
            cid=f"<{one.name}@{CID_DOMAIN}>",
            filename=f"{one.name}.{EXTENSIONS[one.subtype]}",
            disposition="inline",
        )
    for file in letter.files:
        maintype, _, subtype = file.media_type.partition("/")
        message.add_attachment(file.data, maintype=maintype, subtype=subtype, filename=file.name)
    return message.as_bytes()


def _address(address: str, name: str) -> Address:
    if not ADDRESS.fullmatch(address) or len(address) > 254:
        raise NoAddressError("This is no mail address.")
    try:
        return Address(display_name=one_line(name)[:80], addr_spec=address)
    except (HeaderParseError, ValueError, IndexError) as error:
        raise NoAddressError("This is no mail address.") from error
