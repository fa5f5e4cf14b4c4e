"""One mail of every kind, as a mail program shows it."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

from infra.local.inbox import html_of
from onbrand.content import Decision, RequestStatus
from onbrand.notify import BrandFace, InvitationFacts, Picture, Recipient, RequestFacts, ReviewAsked
from onbrand.notify.messages import compose
from onbrand.notify.service import ENDINGS
from tests.support.scenes import picture

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
SENDER = "OnBrand <no-reply@onbrand.example>"
ANNA = Recipient(
    address="anna.maria.rosenbaum-castellanos@marketing.northbeam.example", name="Anna Rosenbaum"
)
LINK = f"https://api.onbrand.example/approvals/{'Zm9vYmFy' * 24}"
TITLE = "Meet Morning Light, our spring filter roast"
COMMENT = (
    "The cup is cut off in the story.\nPlease use a warmer picture: https://northbeam.example/" + "a" * 90
)
REASON = "Freepik did not answer after three attempts; the last answer was “503 Service Unavailable”."
COLOURS = {"dark": "#17382E", "bright": "#E39A55", "pale": "#FBF7EF", "black": "#0B0B0C"}


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


def every_mail(data: bytes | None = None) -> dict[str, str]:
    """HTML by kind, its pictures as data URIs."""
    mails = {f"approval_opened_{colour}": _asked(colour, data) for colour in COLOURS}
    for status, ending in ENDINGS.items():
        decision = status if status in list(Decision) else None
        told = facts(
            RequestStatus(status),
            data=data,
            decision=decision,
            decided_by="Bo Lind",
            comment=COMMENT if decision else None,
        )
        mails[f"request_{status}"] = _html("request_finalized", told.picture, facts=told, ending=ending)
    mails["request_failed"] = _html("request_failed", None, facts=facts(RequestStatus.FAILED, reason=REASON))
    invitation = InvitationFacts(
        recipient=ANNA,
        organization_name="Northbeam Coffee Roasters",
        role="brand_manager",
        invited_by="Bo Lind",
    )
    return {**mails, "member_invited": _html("member_invited", None, invitation=invitation)}


def _asked(colour: str, data: bytes | None) -> str:
    told = facts(RequestStatus.IN_REVIEW, colour, data)
    review = ReviewAsked(
        approver=ANNA, step=1, approver_id="a", content_version=1, due_at=NOW + timedelta(days=2)
    )
    return _html("approval_opened", told.picture, facts=told, review=review, link=LINK)


def _html(template: str, shown: Picture | None, **values: Any) -> str:
    raw = compose(template, "Northbeam", SENDER, ANNA, NOW, shown, **values)
    html = html_of(message_from_bytes(raw, policy=policy.default))
    assert html is not None
    return html
