"""Mails as a mail program reads them."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onbrand.brand.colour import contrast_ratio
from onbrand.notify import BrandFace, InvitationFacts, Kind, NoAddressError, Picture, Recipient
from onbrand.notify.messages import ADDRESS, TEXT_WIDTH, Letter, compose, wrapped
from onbrand.notify.naming import LONGEST_NAME, named
from tests.support.mails import every_letter, every_message, every_text

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
    facts = InvitationFacts(organization_name=name, role="brand_manager", invited_by="Bo")
    values = {"invitation": facts, "organization": BrandFace(name=name)}
    return mail(compose(Letter(Kind.INVITATION, subject, values, picture), SENDER, recipient, NOW))


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
    with pytest.raises(NoAddressError):
        invited(Recipient(address=address))


@given(st.from_regex(ADDRESS, fullmatch=True))
def test_what_passes_for_an_address_is_one_recipient_or_refused(address: str) -> None:
    try:
        message = invited(Recipient(address=address))
    except NoAddressError:
        return
    assert [found.addr_spec for found in message["To"].addresses] == [address]


@given(st.integers(0, 0xFFFFFF))
def test_the_text_of_a_button_reads_on_any_colour(number: int) -> None:
    face = BrandFace(name="Northbeam", colour=f"#{number:06X}")
    assert contrast_ratio(face.colour, face.on_colour) >= 4.5


def test_there_is_a_letter_of_every_kind_but_events() -> None:
    assert {letter.kind for letter in every_letter().values()} == set(Kind) - {Kind.EVENT}


def test_every_message_says_that_nobody_reads_replies() -> None:
    for name, message in every_message().items():
        said = " ".join(message.get_body(("plain",)).get_content().split())
        assert "Replying by mail is not supported" in said, name
        assert "Replying by mail is not supported" in html_of(message), name


def test_texts_fit_a_terminal() -> None:
    for name, text in every_text().items():
        lines = [line for line in text.splitlines() if len(line) > TEXT_WIDTH]
        assert all(len(line.split()) == 1 for line in lines), (name, lines)
        assert "\n\n\n" not in text, name
        assert not any(mark in text for mark in ("{{", "{%", "<", "None")), name


def test_every_link_of_the_text_is_in_the_html_and_the_other_way_round() -> None:
    for name, message in every_message().items():
        text = message.get_body(("plain",)).get_content()
        html = html_of(message)
        told = {word for word in text.split() if word.startswith("https://api.onbrand.example/")}
        shown = {link for link in Links(html).found if link.startswith("https://")}
        assert told == shown, name


def test_what_may_be_switched_off_has_a_one_click_address_and_nothing_else_has() -> None:
    letters = every_letter()
    for name, message in every_message().items():
        optional = letters[name].unsubscribe is not None
        assert (message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click") is optional, name
        assert (message["List-Unsubscribe"] is not None) is optional, name


@given(st.text(alphabet="abc \n:/ABCDE", max_size=400))
def test_wrapping_loses_no_word(text: str) -> None:
    assert wrapped(text).split() == text.split()
    assert all(len(line) <= TEXT_WIDTH or len(line.split()) == 1 for line in wrapped(text).splitlines())


def test_a_name_written_from_right_to_left_turns_nothing_around_it() -> None:
    name = "קפה (12)!"
    message = invited(name=name, subject=f"{named(name)}: hello")
    text = message.get_body(("plain",))
    assert text is not None
    isolated = f"\u2068{name}\u2069"
    assert str(message["Subject"]) == f"{isolated}: hello"
    for body in (text.get_content(), html_of(message)):
        assert f"invited to {isolated}" in body
        assert body.count(name) == body.count(isolated)


def test_plain_names_stay_as_they_are_and_long_ones_leave_room_in_a_subject() -> None:
    assert named("Northbeam") == "Northbeam"
    assert len(named("Kaffee" * 40)) == LONGEST_NAME
    assert named("Kaffee" * 40).endswith("…")
