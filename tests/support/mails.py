"""One mail of every kind, as a mail program shows it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from infra.local.inbox import html_of, text_of
from onbrand.content import Decision, RequestStatus
from onbrand.notify import (
    BrandFace,
    FileAttached,
    InvitationFacts,
    Kind,
    Picture,
    QuotaWarning,
    Recipient,
    RequestFacts,
    ReviewAsked,
    WebhookFacts,
)
from onbrand.notify.contents import WebhookNews
from onbrand.notify.kinds import OPTIONAL
from onbrand.notify.letters import ENDINGS, drawings
from onbrand.notify.messages import Letter, compose
from tests.support.reporting import drawn, weekly
from tests.support.scenes import picture

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
SENDER = "OnBrand <no-reply@onbrand.example>"
ANNA = Recipient(
    address="anna.maria.rosenbaum-castellanos@marketing.northbeam.example", name="Anna Rosenbaum"
)
LINK = f"https://api.onbrand.example/approvals/{'Zm9vYmFy' * 24}"
SWITCH = f"https://api.onbrand.example/preferences/{'c3dpdGNo' * 12}"
TITLE = "Meet Morning Light, our spring filter roast"
COMMENT = (
    "The cup is cut off in the story.\nPlease use a warmer picture: https://northbeam.example/" + "a" * 90
)
REASON = "Freepik did not answer after three attempts; the last answer was “503 Service Unavailable”."
COLOURS = {"dark": "#17382E", "bright": "#E39A55", "pale": "#FBF7EF", "black": "#0B0B0C"}
HOUSE = BrandFace(name="Northbeam Coffee Roasters")
QUESTIONS = (
    Kind.APPROVAL_REQUESTED,
    Kind.APPROVAL_REMINDER,
    Kind.APPROVAL_ESCALATED,
    Kind.APPROVAL_DELEGATED,
)
ENDED = {"changes_requested": Kind.CHANGES_REQUESTED, "expired_unapproved": Kind.REQUEST_EXPIRED}


def facts(
    status: RequestStatus, colour: str = "dark", data: bytes | None = None, **more: Any
) -> RequestFacts:
    """A request as its mails tell of it."""
    given = {
        "request_id": "01KE6P4YM0000000000000000E",
        "brand": BrandFace(name="Northbeam Coffee Roasters", colour=COLOURS[colour]),
        "title": TITLE,
        "status": status,
        "score": 0.7342,
        "outcome": "manual_review",
        "placements": 12,
        "requester": ANNA,
        "picture": Picture(
            data=data or picture(), width=536, height=536, alt_text="A cup of coffee by a window"
        ),
    }
    return RequestFacts(**{**given, **more})


def every_letter(data: bytes | None = None) -> dict[str, Letter]:
    """Letters by name: of every kind at least one."""
    letters = {f"approval_requested_{colour}": _asked(QUESTIONS[0], colour, data) for colour in COLOURS}
    letters |= {kind.value: _asked(kind, "dark", data) for kind in QUESTIONS[1:]}
    for status, ending in ENDINGS.items():
        decision = status if status in list(Decision) else None
        told = facts(
            RequestStatus(status),
            data=data,
            decision=decision,
            decided_by="Bo Lind",
            comment=COMMENT if decision else None,
        )
        kind = ENDED.get(status, Kind.REQUEST_DECIDED)
        letters[f"request_{status}"] = _letter(kind, told.picture, facts=told, ending=ending)
    failed = facts(RequestStatus.FAILED, reason=REASON)
    letters["request_failed"] = _letter(Kind.REQUEST_FAILED, facts=failed)
    letters["approver_unreachable"] = _letter(Kind.APPROVER_UNREACHABLE, facts=failed, person="Bo Lind")
    invitation = InvitationFacts(organization_name=HOUSE.name, role="brand_manager", invited_by="Bo Lind")
    letters["invitation"] = _letter(Kind.INVITATION, invitation=invitation, organization=HOUSE)
    letters |= {"approvals_waiting": _waiting(), "report": _report(), "webhook_disabled": _webhook()}
    for kind, names in HARD.items():
        letters |= {f"{name}_{kind}": letter for name, letter in hard_letters(names).items()}
    for name, share in (("near", 0.82), ("used_up", 1.0)):
        letters[f"quota_{name}"] = _quota(share)
    return letters


@dataclass(frozen=True)
class Names:
    """What people called things."""

    organization: str
    brand: str
    title: str
    person: str
    comment: str


HARD = {
    "long": Names(
        organization="Northbeam Kaffeespezialitätenröstereibetriebsgesellschaft mit beschränkter Haftung & Co. KG",
        brand="Kaffeespezialitätenröstereibetriebsgesellschaftsmarke" * 2,
        title="Meet Morning Light, our spring filter roast, in all its twelve formats, with the whole story of how "
        "it is grown, washed, dried, shipped, roasted and poured, as told by those who do it",
        person="Anna-Maria Magdalena Rosenbaum-Castellanos de la Fuente y Wolfeschlegelsteinhausenbergerdorff",
        comment="Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2,
    ),
    "rtl": Names(
        organization="قهوة الشمال (2026)",
        brand="محمصة نورثبيم!",
        title="תכירו את אור הבוקר, הקלייה האביבית שלנו (12)!",
        person="نور الحداد",
        comment="القهوة مقطوعة في القصة.\nنرجو استخدام صورة أكثر دفئًا (رقم 2)!",
    ),
}


def hard_letters(names: Names) -> dict[str, Letter]:
    """Letters with names that are hard to set."""
    house, brand = BrandFace(name=names.organization), BrandFace(name=names.brand, colour=COLOURS["dark"])
    known = {"brand": brand, "title": names.title}
    asked = facts(
        RequestStatus.IN_REVIEW, **known, requester=Recipient(address=ANNA.address, name=names.person)
    )
    done = facts(
        RequestStatus.CHANGES_REQUESTED,
        **known,
        decision=Decision.CHANGES_REQUESTED,
        decided_by=names.person,
        comment=names.comment,
    )
    review = _review().model_copy(update={"step_name": names.brand[:60]})
    questions = [{"facts": asked, "review": review, "link": f"{LINK}{index}"} for index in range(2)]
    invitation = InvitationFacts(organization_name=house.name, role="brand_manager", invited_by=names.person)
    webhook = WebhookFacts(
        host="a-very-long-name-of-a-server." * 3 + "example", description=names.title[:200], enabled=False
    )
    return {
        "approval_delegated": _letter(
            Kind.APPROVAL_DELEGATED,
            asked.picture,
            facts=asked,
            review=review,
            link=LINK,
            handed_on_by=names.person,
        ),
        "approvals_waiting": _letter(Kind.APPROVALS_WAITING, questions=questions, organization=house),
        "changes_requested": _letter(
            Kind.CHANGES_REQUESTED, done.picture, facts=done, ending=ENDINGS["changes_requested"]
        ),
        "approver_unreachable": _letter(Kind.APPROVER_UNREACHABLE, facts=done, person=names.person),
        "invitation": _letter(Kind.INVITATION, invitation=invitation, organization=house),
        "quota": _quota(0.82, house, names.brand),
        "webhook_disabled": _letter(
            Kind.WEBHOOK_DISABLED,
            webhook=webhook,
            news=WebhookNews(endpoint_id="e", gone=True),
            organization=house,
        ),
        "report": _report(names),
    }


def every_message(data: bytes | None = None) -> dict[str, EmailMessage]:
    """The same as messages that were sent and arrived."""
    found: dict[str, EmailMessage] = {}
    for name, letter in every_letter(data).items():
        message = message_from_bytes(compose(letter, SENDER, ANNA, NOW), policy=policy.default)
        assert isinstance(message, EmailMessage)
        found[name] = message
    return found


def every_mail(data: bytes | None = None) -> dict[str, str]:
    """HTML by name, its pictures as data URIs."""
    return {name: html_of(message) or "" for name, message in every_message(data).items()}


def every_text() -> dict[str, str]:
    """Text by name."""
    return {name: text_of(message) or "" for name, message in every_message().items()}


def _asked(kind: Kind, colour: str, data: bytes | None) -> Letter:
    told = facts(RequestStatus.IN_REVIEW, colour, data)
    return _letter(kind, told.picture, facts=told, review=_review(), link=LINK, handed_on_by="Bo Lind")


def _review() -> ReviewAsked:
    return ReviewAsked(
        approver=ANNA,
        step=1,
        approver_id="a",
        content_version=1,
        due_at=NOW + timedelta(days=2),
        step_name="Brand team",
    )


def _waiting() -> Letter:
    questions = [
        {"facts": facts(RequestStatus.IN_REVIEW, colour), "review": _review(), "link": f"{LINK}{index}"}
        for index, colour in enumerate(COLOURS)
    ]
    return _letter(Kind.APPROVALS_WAITING, questions=questions, organization=HOUSE)


def _quota(share: float, house: BrandFace = HOUSE, brand: str = "Northbeam Cold Brew") -> Letter:
    quota = QuotaWarning(
        subject="Pictures bought this month",
        used=str(round(share * 500)),
        limit="500",
        share=share,
        resets_at=datetime(2026, 2, 1, tzinfo=UTC),
    )
    return _letter(
        Kind.QUOTA_WARNING,
        quota=quota,
        brand_name=brand,
        organization=house,
        share_width=round(share * 100),
    )


def _webhook() -> Letter:
    webhook = WebhookFacts(host="hooks.northbeam.example", description="Our warehouse", enabled=False)
    news = WebhookNews(endpoint_id="e", gone=False)
    return _letter(Kind.WEBHOOK_DISABLED, webhook=webhook, news=news, organization=HOUSE)


def _report(names: Names | None = None) -> Letter:
    named = (
        {"organization": names.organization, "brands": (names.brand, names.person), "title": names.title}
        if names
        else {}
    )
    told = weekly(**named, draw=drawn)
    files = tuple(FileAttached(one.name, one.media_type, b"a file") for one in told.files)
    letter = _letter(Kind.REPORT, report=told, organization=BrandFace(name=told.organization))
    return replace(letter, files=files, embedded=tuple(drawings(told)))


def _letter(kind: Kind, shown: Picture | None = None, **values: Any) -> Letter:
    switch = SWITCH if kind in OPTIONAL else None
    return Letter(kind, "Northbeam", values, shown, switch, "Europe/Berlin")
