from email.message import EmailMessage

import httpx
import pytest

from infra.local.inbox import Inbox, html_of, text_of
from infra.local.inbox_page import InboxServer

pytestmark = pytest.mark.cloud
PIXEL = b"\x89PNG\r\n\x1a\n"


def mail(to: str = "Ann <ann@example.com>") -> str:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "no-reply@example.com", to, "Please <review>"
    message.set_content("Open the link.")
    message.add_alternative('<p>Look <img src="cid:picture@x"> <img src="cid:other"></p>', subtype="html")
    message.get_payload()[1].add_related(PIXEL, "image", "png", cid="<picture@x>")
    return message.as_string()


def test_mails_are_found_by_address_whatever_its_case():
    inbox = Inbox()
    inbox.add(mail())
    inbox.add(mail("bob@example.com"))
    assert len(inbox.messages()) == 2
    assert [message["To"] for message in inbox.messages("ANN@example.com")] == ["Ann <ann@example.com>"]


def test_waiting_for_a_mail_that_never_comes_ends():
    with pytest.raises(TimeoutError, match="0 of 1"):
        Inbox().wait("ann@example.com", timeout_s=0.01)


def test_inline_pictures_become_data_uris():
    inbox = Inbox()
    inbox.add(mail())
    html = html_of(inbox.messages()[0])
    assert 'src="data:image/png;base64,iVBORw0KGgo="' in html
    assert 'src="cid:other"' in html
    assert text_of(inbox.messages()[0]).strip() == "Open the link."


def test_a_mail_of_the_cloud_itself_is_html_alone():
    inbox = Inbox()
    inbox.send("a@example.com", "b@example.com", "Code", "<p>Your code is 123456</p>")
    (message,) = inbox.messages("b@example.com")
    assert "<p>Your code is 123456</p>" in html_of(message)
    assert text_of(message) is None


def test_the_page_lists_and_shows_mails_without_running_them():
    inbox = Inbox()
    inbox.add(mail())
    server = InboxServer(inbox, 0)
    try:
        with httpx.Client(base_url=server.url) as client:
            assert "Please &lt;review&gt;" in client.get("/").text
            page = client.get("/0").text
            assert 'sandbox="allow-popups' in page
            assert "allow-scripts" not in page
            html = client.get("/0/html")
            assert html.headers["content-security-policy"].startswith("default-src 'none'")
            assert "data:image/png" in html.text
            assert client.get("/0/raw").headers["content-type"].startswith("text/plain")
            assert client.get("/7").status_code == 404
    finally:
        server.close()
