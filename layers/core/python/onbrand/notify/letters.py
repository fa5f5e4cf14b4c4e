"""From a delivery to what it says at the moment of sending; None when there is nothing to tell any more."""

from typing import Any

from onbrand.approval.links import LINK_OUTLIVES_DEADLINE
from onbrand.notify.contents import (
    AddressCheck,
    InvitationNews,
    Question,
    Questions,
    QuotaWarning,
    RequestNews,
    WeeklyReport,
)
from onbrand.notify.delivery import Delivery
from onbrand.notify.kinds import TREATMENTS, Kind
from onbrand.notify.messages import Letter
from onbrand.notify.model import BrandFace, RequestFacts, Sender
from onbrand.notify.ports import Facts, Links, Preferences, SwitchLinks

ENDINGS = {
    "approved": "is approved and ready",
    "rejected": "was rejected",
    "changes_requested": "needs changes",
    "expired_unapproved": "was not decided in time",
}
QUESTIONS = {
    Kind.APPROVAL_REQUESTED: "waits for your decision",
    Kind.APPROVAL_REMINDER: "still waits for your decision",
    Kind.APPROVAL_ESCALATED: "needs your decision now",
    Kind.APPROVAL_DELEGATED: "was handed to you",
}
SMALLEST_BAR, FULL_BAR = 3, 100


class Letters:
    """Writes the letters of deliveries."""

    def __init__(
        self, facts: Facts, links: Links, switches: SwitchLinks, preferences: Preferences, sender: Sender
    ) -> None:
        self._facts = facts
        self._links = links
        self._switches = switches
        self._preferences = preferences
        self._sender = sender

    def write(self, delivery: Delivery) -> Letter | None:
        """The letter of a delivery."""
        organization_id = delivery.organization_id
        match delivery.content:
            case Question() as question:
                return self._question(delivery, question)
            case Questions(asked=asked):
                return self._questions(delivery, asked)
            case RequestNews(request_id=request_id, about=about):
                facts = self._facts.request(organization_id, request_id)
                return self._request(delivery, facts, about)
            case InvitationNews(invitation_id=invitation_id):
                invitation = self._facts.invitation(organization_id, invitation_id)
                if invitation is None:
                    return None
                face = BrandFace(name=invitation.organization_name)
                subject = f"You are invited to {invitation.organization_name} on OnBrand"
                return self._letter(delivery, subject, invitation=invitation, organization=face)
            case AddressCheck() as check:
                subject = "Confirm your address for OnBrand"
                return self._letter(delivery, subject, check=check, organization=BrandFace(name="OnBrand"))
            case QuotaWarning() as quota:
                used = "is used up" if quota.is_used_up else f"{round(quota.share * 100)} % used"
                face = BrandFace(name=quota.organization_name)
                bar = max(SMALLEST_BAR, min(FULL_BAR, round(quota.share * 100)))
                subject = f"{quota.organization_name}: {quota.subject}: {used}"
                return self._letter(delivery, subject, quota=quota, organization=face, share_width=bar)
            case WeeklyReport() as report:
                face = BrandFace(name=report.organization_name)
                subject = f"{report.organization_name}: {report.total.approved} approved this week"
                return self._letter(delivery, subject, report=report, organization=face)
        return None

    def _question(self, delivery: Delivery, question: Question) -> Letter | None:
        asked = self._asked(delivery.organization_id, question)
        if asked is None:
            return None
        facts: RequestFacts = asked["facts"]
        kind = delivery.kind if delivery.kind in QUESTIONS else Kind.APPROVAL_REQUESTED
        subject = f"{facts.brand.name}: “{facts.title}” {QUESTIONS[kind]}"
        by = self._facts.name(question.handed_on_by) if question.handed_on_by else None
        return self._letter(delivery, subject, facts, kind=kind, **asked, handed_on_by=by)

    def _questions(self, delivery: Delivery, asked: tuple[Question, ...]) -> Letter | None:
        organization_id = delivery.organization_id
        still = [found for one in asked if (found := self._asked(organization_id, one)) is not None]
        if len(still) <= 1:
            last = [one for one in asked if still and one.request_id == still[0]["facts"].request_id]
            return self._question(delivery, last[0]) if last else None
        face = BrandFace(name=self._facts.organization(organization_id).name)
        subject = f"{face.name}: {len(still)} decisions wait for you"
        return self._letter(delivery, subject, questions=still, organization=face)

    def _asked(self, organization_id: str, question: Question) -> dict[str, Any] | None:
        """What the templates show of a question, unless it is over."""
        request_id = question.request_id
        review = self._facts.question(organization_id, request_id, question.step, question.approver_id)
        if review is None:
            return None
        token = self._links.make(
            organization_id,
            request_id,
            review.step,
            review.approver_id,
            review.content_version,
            review.due_at + LINK_OUTLIVES_DEADLINE,
        )
        link = f"{self._sender.base_url}/approvals/{token}"
        return {"facts": self._facts.request(organization_id, request_id), "review": review, "link": link}

    def _request(self, delivery: Delivery, facts: RequestFacts, about: str | None) -> Letter:
        if delivery.kind is Kind.APPROVER_UNREACHABLE:
            name = self._facts.name(about) if about else None
            subject = f"{facts.brand.name}: {name or 'an approver'} cannot be reached by mail"
            return self._letter(delivery, subject, facts, with_picture=False, facts=facts, person=name)
        if delivery.kind is Kind.REQUEST_FAILED:
            subject = f"{facts.brand.name}: “{facts.title}” could not be finished"
            return self._letter(delivery, subject, facts, with_picture=False, facts=facts)
        ending = ENDINGS.get(facts.status.value, "has ended")
        subject = f"{facts.brand.name}: “{facts.title}” {ending}"
        return self._letter(delivery, subject, facts, facts=facts, ending=ending)

    def _letter(
        self,
        delivery: Delivery,
        subject: str,
        about: RequestFacts | None = None,
        *,
        kind: Kind | None = None,
        with_picture: bool = True,
        **values: Any,
    ) -> Letter:
        return Letter(
            kind=kind or delivery.kind,
            subject=subject,
            values=values,
            picture=about.picture if about and with_picture else None,
            unsubscribe=self._unsubscribe(delivery),
            zone=self._zone(delivery),
            brand_id=about.brand_id if about else delivery.brand_id,
        )

    def _unsubscribe(self, delivery: Delivery) -> str | None:
        user_id = delivery.target.user_id
        if user_id is None or not TREATMENTS[delivery.kind].optional:
            return None
        token = self._switches.make(delivery.organization_id, user_id, delivery.kind)
        return f"{self._sender.base_url}/preferences/{token}"

    def _zone(self, delivery: Delivery) -> str:
        user_id = delivery.target.user_id
        wanted = self._preferences.of(delivery.organization_id, user_id) if user_id else None
        return (wanted and wanted.time_zone) or self._facts.organization(delivery.organization_id).time_zone
