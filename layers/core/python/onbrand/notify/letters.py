"""From a delivery to what it says at the moment of sending; None when there is nothing to tell any more."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from onbrand.approval.links import LINK_OUTLIVES_DEADLINE
from onbrand.notify.contents import (
    InvitationNews,
    Question,
    Questions,
    QuotaWarning,
    ReportNews,
    RequestNews,
    WebhookNews,
)
from onbrand.notify.delivery import Delivery
from onbrand.notify.kinds import TREATMENTS, Kind
from onbrand.notify.messages import Embedded, Letter
from onbrand.notify.model import BrandFace, RequestFacts, Sender
from onbrand.notify.naming import named
from onbrand.notify.ports import Facts, Links, Preferences, SwitchLinks
from onbrand.notify.reports import ReportTold

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
                subject = f"You are invited to {named(invitation.organization_name)} on OnBrand"
                return self._letter(delivery, subject, invitation=invitation, organization=face)
            case QuotaWarning() as quota:
                return self._quota(delivery, quota)
            case WebhookNews() as news:
                return self._webhook(delivery, news)
            case ReportNews(report_id=report_id):
                return self._report(delivery, report_id)
        return None

    def _question(self, delivery: Delivery, question: Question) -> Letter | None:
        asked = self._asked(delivery.organization_id, question)
        if asked is None:
            return None
        facts: RequestFacts = asked["facts"]
        kind = delivery.kind if delivery.kind in QUESTIONS else Kind.APPROVAL_REQUESTED
        subject = f"{named(facts.brand.name)}: “{named(facts.title)}” {QUESTIONS[kind]}"
        by = self._facts.name(question.handed_on_by) if question.handed_on_by else None
        return self._letter(delivery, subject, facts, kind=kind, **asked, handed_on_by=by)

    def _questions(self, delivery: Delivery, asked: tuple[Question, ...]) -> Letter | None:
        organization_id = delivery.organization_id
        still = [found for one in asked if (found := self._asked(organization_id, one)) is not None]
        if len(still) <= 1:
            last = [one for one in asked if still and one.request_id == still[0]["facts"].request_id]
            return self._question(delivery, last[0]) if last else None
        face = BrandFace(name=self._facts.organization(organization_id).name)
        subject = f"{named(face.name)}: {len(still)} decisions wait for you"
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
            subject = f"{named(facts.brand.name)}: {named(name) if name else 'an approver'} cannot be reached by mail"
            return self._letter(delivery, subject, facts, with_picture=False, facts=facts, person=name)
        if delivery.kind is Kind.REQUEST_FAILED:
            subject = f"{named(facts.brand.name)}: “{named(facts.title)}” could not be finished"
            return self._letter(delivery, subject, facts, with_picture=False, facts=facts)
        ending = ENDINGS.get(facts.status.value, "has ended")
        subject = f"{named(facts.brand.name)}: “{named(facts.title)}” {ending}"
        return self._letter(delivery, subject, facts, facts=facts, ending=ending)

    def _quota(self, delivery: Delivery, quota: QuotaWarning) -> Letter:
        organization_id = delivery.organization_id
        face = BrandFace(name=self._facts.organization(organization_id).name)
        brand = self._facts.brand_name(organization_id, quota.brand_id) if quota.brand_id else None
        used = "is used up" if quota.is_used_up else f"{round(quota.share * 100)} % used"
        bar = max(SMALLEST_BAR, min(FULL_BAR, round(quota.share * 100)))
        subject = f"{named(face.name)}: {quota.subject}: {used}"
        return self._letter(
            delivery, subject, quota=quota, brand_name=brand, organization=face, share_width=bar
        )

    def _webhook(self, delivery: Delivery, news: WebhookNews) -> Letter | None:
        webhook = self._facts.webhook(delivery.organization_id, news.endpoint_id)
        if webhook is None or webhook.enabled:
            return None
        face = BrandFace(name=self._facts.organization(delivery.organization_id).name)
        subject = f"{named(face.name)}: the webhook to {webhook.host} was switched off"
        return self._letter(delivery, subject, webhook=webhook, news=news, organization=face)

    def _report(self, delivery: Delivery, report_id: str) -> Letter | None:
        found = self._facts.report(delivery.organization_id, report_id)
        if found is None:
            return None
        report, face = found.told, BrandFace(name=found.told.organization)
        letter = self._letter(delivery, report.subject, report=report, organization=face)
        return replace(letter, files=found.files, embedded=tuple(drawings(report)))

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
        if not TREATMENTS[delivery.kind].optional:
            return None
        token = self._switches.make(delivery.organization_id, delivery.target.reader, delivery.kind)
        return f"{self._sender.base_url}/preferences/{token}"

    def _zone(self, delivery: Delivery) -> str:
        wanted = self._preferences.of(delivery.organization_id, delivery.target.reader)
        return wanted.time_zone or self._facts.organization(delivery.organization_id).time_zone


def drawings(report: ReportTold) -> Iterator[Embedded]:
    """In the order in which the template names them."""
    for number, chart in enumerate(report.charts, start=1):
        yield Embedded(f"chart-{number}", "png", chart.data)
    for group, shown in enumerate(report.shown, start=1):
        for number, asset in enumerate(shown.assets, start=1):
            if asset.picture is not None:
                yield Embedded(f"asset-{group}-{number}", "jpeg", asset.picture)
