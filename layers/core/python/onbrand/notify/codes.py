"""The mail with the code that shows whose an address is. The user pool makes the codes and sends the mail by itself;
the words and the looks are ours."""

from dataclasses import dataclass

from onbrand.notify.messages import page_of
from onbrand.notify.model import BrandFace

SUBJECT = "Your code for OnBrand"


@dataclass(frozen=True, slots=True)
class CodeMail:
    """A subject and an HTML body."""

    subject: str
    html: str


def code_mail(code: str) -> CodeMail:
    """``code``: the code, or what the sender puts it in place of."""
    values = {
        "subject": SUBJECT,
        "code": code,
        "organization": BrandFace(name="OnBrand"),
        "unsubscribe": None,
    }
    return CodeMail(SUBJECT, page_of("code", values))
