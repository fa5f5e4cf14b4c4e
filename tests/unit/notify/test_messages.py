"""Mails as a mail program reads them."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onbrand.brand.colour import contrast_ratio
from onbrand.notify import BrandFace, InvitationFacts, MailRefusedError, Picture, Recipient
from onbrand.notify.messages import ADDRESS, compose

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
SENDER = "OnBrand <no-reply@onbrand.example>"
ANNA = Recipient(address="anna@northbeam.example", name="Anna")
PICTURE = Picture(data=b"\xff\xd8\xff\xe0jpeg", width=536, height=300, alt_text='A "cup" of coffee')


def mail(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def invited(
    recipient: Recipient = ANNA,
    name: str = "Northbeam",
    subject: str = "Hello",
    picture: Picture | None = None,
):
    facts = InvitationFacts(
        recipient=recipient, organization_name=name, role="brand_manager", invited_by="Bo"
    )
    return mail(compose("member_invited", subject, SENDER, recipient, NOW, picture, invitation=facts))


class Links(HTMLParser):
    """Every address that a page would fetch or lead to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("src", "href", "background")]


def html_of(message: EmailMessage) -> str:
    body = message.get_body(("html",))
    assert body is not None
    return str(body.get_content())


def test_a_mail_is_a_text_and_the_same_as_html() -> None:
    message = invited()
    text = message.get_body(("plain",))
    assert text is not None
    assert "You are invited to Northbeam" in text.get_content()
    assert "You are invited to Northbeam" in html_of(message)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == NOW


def test_the_picture_lies_in_the_mail() -> None:
    message = invited(picture=PICTURE)
    (image,) = [part for part in message.walk() if part.get_content_type() == "image/jpeg"]
    assert image.get_content() == PICTURE.data
    assert image["Content-ID"] == "<preview@onbrand>"
    assert image.get_content_disposition() == "inline"


def test_markup_in_names_is_shown_and_not_obeyed() -> None:
    html = html_of(invited(name='<script>alert("x")</script>'))
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert Links(html_of(invited(picture=PICTURE))).found == []


@given(st.text(max_size=200), st.text(max_size=100))
def test_no_text_makes_another_header_or_recipient(subject: str, name: str) -> None:
    recipient = Recipient(address="anna@northbeam.example", name=f"{name}\r\nBcc: eve@evil.example")
    message = invited(recipient, subject=f"{subject}\r\nBcc: eve@evil.example\r\n\r\nbody")
    assert message["Bcc"] is None
    assert message["Cc"] is None
    assert [address.addr_spec for address in message["To"].addresses] == ["anna@northbeam.example"]
    assert set(message.keys()) == {
        "Subject",
        "From",
        "To",
        "Date",
        "Auto-Submitted",
        "MIME-Version",
        "Content-Type",
    }


@pytest.mark.parametrize(
    "address",
    [
        "",
        "anna",
        "anna@",
        "a@b",
        "a@b.example\r\nBcc: eve@evil.example",
        "a@b.example, eve@evil.example",
        "<a@b.example>",
        "a b@c.example",
        "@b.example",
        "a@b..example",
        "ä@b.example",
        "a@" + "b" * 300 + ".example",
    ],
)
def test_what_is_no_plain_address_gets_no_mail(address: str) -> None:
    with pytest.raises(MailRefusedError):
        invited(Recipient(address=address))


@given(st.from_regex(ADDRESS, fullmatch=True))
def test_what_passes_for_an_address_is_one_recipient_or_refused(address: str) -> None:
    try:
        message = invited(Recipient(address=address))
    except MailRefusedError:
        return
    assert [found.addr_spec for found in message["To"].addresses] == [address]


@given(st.integers(0, 0xFFFFFF))
def test_the_text_of_a_button_reads_on_any_colour(number: int) -> None:
    face = BrandFace(name="Northbeam", colour=f"#{number:06X}")
    assert contrast_ratio(face.colour, face.on_colour) >= 4.5
