"""A report as a mail: text, HTML with charts and pictures inside, the PDF and the CSV attached."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from onbrand.analytics.html import environment, values_of
from onbrand.analytics.model import FileFormat
from onbrand.analytics.page import ReportPage, ShownAsset

MAX_SUBJECT = 120
SHOWN_ASSETS = (("Best assets", "best"), ("Assets with the lowest scores", "worst"))


class ReportMail:
    """Everything but the recipient; made once for all of them."""

    def __init__(
        self, page: ReportPage, charts: Sequence[bytes], files: Mapping[FileFormat, bytes], name: str
    ) -> None:
        """``charts``: PNGs of the page's charts; ``name``: of the attached files, without extension."""
        self._inline: list[tuple[str, str, bytes]] = []
        pictures = [
            (chart.title, self._embed(f"chart-{number}", "png", data))
            for number, (chart, data) in enumerate(zip(page.charts, charts, strict=True))
            if not chart.is_empty
        ]
        assets = [
            (
                title,
                [(asset, self._asset(asset, f"{which}-{n}")) for n, asset in enumerate(getattr(page, which))],
            )
            for title, which in SHOWN_ASSETS
        ]
        values = values_of(page)
        self._subject = _one_line(str(values["subject"]))[:MAX_SUBJECT]
        self._text = environment().get_template("mail.txt.j2").render(values)
        template = environment().get_template("mail.html.j2")
        self._html = template.render(values, pictures=pictures, assets=assets)
        self._files = files
        self._name = name

    def to(self, recipient: str, sender: str, at: datetime) -> bytes:
        """The message for one recipient."""
        message = EmailMessage(policy=SMTP)
        name, address = parseaddr(sender)
        message["Subject"] = self._subject
        message["From"] = Address(display_name=name, addr_spec=address)
        message["To"] = Address(addr_spec=recipient)
        message["Date"] = format_datetime(at)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(self._text.strip() + "\n")
        message.add_alternative(self._html, subtype="html")
        html = message.get_payload()[1]  # type: ignore[index]
        for cid, subtype, data in self._inline:
            html.add_related(  # type: ignore[union-attr]
                data,
                maintype="image",
                subtype=subtype,
                cid=f"<{cid}>",
                filename=f"{cid.split('@')[0]}.{subtype}",
                disposition="inline",
            )
        pdf, table = self._files[FileFormat.PDF], self._files[FileFormat.CSV]
        message.add_attachment(pdf, maintype="application", subtype="pdf", filename=f"{self._name}.pdf")
        message.add_attachment(table, maintype="text", subtype="csv", filename=f"{self._name}.csv")
        return message.as_bytes()

    def _asset(self, asset: ShownAsset, name: str) -> str | None:
        return self._embed(name, "jpeg", asset.picture) if asset.picture else None

    def _embed(self, name: str, subtype: str, data: bytes) -> str:
        cid = f"{name}@onbrand"
        self._inline.append((cid, subtype, data))
        return cid


def _one_line(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
