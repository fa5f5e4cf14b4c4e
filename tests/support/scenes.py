"""An organization in memory with people, a brand, and a request that waits for its approver; nothing is
drawn."""

import io
import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from PIL import Image

from functions.api.examples import BODIES
from onbrand.adapters.dynamodb.items import from_item
from onbrand.approval import WorkflowDesign, WorkflowStep
from onbrand.bootstrap.approval import approval_links, approval_service, workflow_service
from onbrand.bootstrap.brand import brands
from onbrand.bootstrap.content import content_service, requests
from onbrand.bootstrap.identity import organizations, people
from onbrand.bootstrap.parts import Parts
from onbrand.brand import BrandProfile
from onbrand.compliance.model import Component, Outcome
from onbrand.compliance.waiving import Waiver
from onbrand.content import Asset, ContentRequest, Job, RequestStatus, SubmitRequest, Variant
from onbrand.content.model import Counted
from onbrand.content.transitions import Steps
from onbrand.identity import Access, Claims, NewMember, NewOrganization, Organization, Role, User
from onbrand.kernel.events import Event

TOKEN = "the-task-token"
PLACEMENTS = ("instagram_square", "facebook_feed")


@dataclass(frozen=True)
class Scene:
    """Who and what is there."""

    parts: Parts
    organization: Organization
    owner: User
    approver: User
    brand: BrandProfile
    request: ContentRequest

    @property
    def access(self) -> Access:
        """The owner's."""
        return Access(self.owner.id, self.organization.id, Role.OWNER)

    @property
    def job(self) -> Job:
        """The present attempt."""
        return Job(
            organization_id=self.organization.id, request_id=self.request.id, attempt=self.request.attempt
        )

    def link(self) -> str:
        """The link of the approver's mail."""
        review = self.approval()
        return approval_links().make(
            self.organization.id,
            self.request.id,
            review.step,
            self.approver.id,
            review.content_version,
            review.due_at + timedelta(days=30),
        )

    def approval(self) -> Any:
        """What the approver is asked."""
        (found,) = requests().story(self.organization.id, self.request.id).approvals
        return found


def register(name: str, subject: str | None = None) -> User:
    """A person who has signed in."""
    sub = subject or f"user-{name}"
    claims = Claims(sub=sub, email=f"{name}@northbeam.example", email_verified=True, name=name.capitalize())
    return people().register_me(claims)


def events_of(parts: Parts) -> list[Event]:
    """Everything that was written into the stream so far."""
    return [
        from_item(Event, record.new)
        for record in parts.table.records  # type: ignore[attr-defined]
        if record.new is not None and record.new.get("type") == "event" and record.old is None
    ]


def picture(colour: str = "#A8492A") -> bytes:
    """A preview as JPEG."""
    buffer = io.BytesIO()
    Image.new("RGB", (600, 600), colour).save(buffer, "JPEG")
    return buffer.getvalue()


def finding(severity: str = "major", message: str = "The logo stands in the margin.") -> dict[str, Any]:
    """A finding as a verdict's document holds it."""
    return {
        "check": "margins",
        "component": "layout",
        "score": 0.4,
        "severity": severity,
        "measured": 12.0,
        "expected": 54.0,
        "message": message,
        "box": None,
    }


def found(parts: Parts, name: str = "northbeam") -> Scene:
    """An organization with a submitted request. Call it while the parts are in use."""
    owner, approver = register(f"{name}-owner"), register(f"{name}-approver")
    organization = organizations().create(owner.id, NewOrganization(name="Northbeam Coffee", slug=name))
    access = Access(owner.id, organization.id, Role.OWNER)
    organizations().add_member(access, NewMember(email=approver.email, role=Role.APPROVER))
    brand = brands().create(access, BODIES["createBrand"])
    step = WorkflowStep(approvers=(approver.id,), due_hours=48)
    workflow_service().create(access, WorkflowDesign(name="One decides", steps=(step,)))
    command = SubmitRequest.model_validate(
        {**BODIES["submitRequest"], "brand_id": brand.id, "placements": PLACEMENTS}
    )
    request, _ = content_service().submit(access, command, "key")
    return Scene(parts, organization, owner, approver, brand, request)


def in_review(parts: Parts, name: str = "northbeam", *findings: dict[str, Any]) -> Scene:
    """The same, finished and waiting for its approver."""
    scene = found(parts, name)
    key = f"{scene.organization.id}/requests/{scene.request.id}/1/preview.jpg"
    parts.objects.put(key, picture(), "image/jpeg")
    asset = Asset(
        id=parts.ids.new(),
        request_id=scene.request.id,
        lead_placement=PLACEMENTS[0],
        preview_key=key,
        alt_text="A cup of coffee by a window",
        caption="Good morning.",
    )
    scores = {"colour": 0.9, "logo": 0.71, "typography": None, "layout": 0.4}
    verdict = {
        "score": 0.7342,
        "components": scores,
        "weights": {"colour": 0.3125, "logo": 0.375, "layout": 0.3125},
        "threshold": 0.8,
        "outcome": "manual_review",
        "findings": list(findings or (finding(),)),
        "profile_version": 1,
        "rule_set_version": 3,
        "engine_version": "3.0",
        "picture_sha256": "0" * 64,
        "placement": PLACEMENTS[0],
        "width": 1080,
        "height": 1080,
    }
    verdict_key = f"{scene.organization.id}/requests/{scene.request.id}/1/verdicts.json"
    whole = {placement: {"verdict": verdict, "before": None} for placement in PLACEMENTS}
    parts.objects.put(verdict_key, json.dumps(whole).encode(), "application/json")
    variants = tuple(
        Variant(
            placement=placement,
            width=1080,
            height=1080,
            format="jpg",
            bytes=1000,
            sha256="0" * 64,
            key=f"{scene.organization.id}/requests/{scene.request.id}/1/variants/{placement}.jpg",
            layers_key="layers",
            score=0.7342,
            outcome=Outcome.MANUAL_REVIEW,
            verdict=verdict,
            verdict_key=verdict_key,
            alt_text="A cup of coffee by a window",
            # the second was rendered before there were small copies
            preview_key=key if placement == PLACEMENTS[0] else None,
        )
        for placement in PLACEMENTS
    )
    steps = Steps(parts.clock, parts.ids)
    change = steps.step(
        scene.request,
        "VariantsRendered",
        status=RequestStatus.RENDERING,
        asset_id=asset.id,
        score=0.7342,
        outcome=Outcome.MANUAL_REVIEW,
    )
    requests().save(replace(change, asset=asset, variants=variants))
    approval_service().open(scene.job, TOKEN)
    return replace(scene, request=requests().request(scene.organization.id, scene.request.id))


def waive(scene: Scene, check: str, placement: str | None = None) -> None:
    """The owner answers for what a check has found, for three hours."""
    parts, request = scene.parts, requests().request(scene.organization.id, scene.request.id)
    now = parts.clock.now()
    waiver = Waiver(
        id=parts.ids.new(),
        organization_id=request.organization_id,
        brand_id=request.brand_id,
        request_id=request.id,
        asset_id=request.asset_id or "",
        check=check,
        component=Component.LAYOUT,
        placement=placement,
        message="The logo stands in the margin.",
        reason="Agreed with the partner <b>.",
        ends_at=now + timedelta(hours=3),
        created_at=now,
        created_by=scene.owner.id,
    )
    counted = Counted(score=0.91, outcome=Outcome.PASS, until=waiver.ends_at)
    change = Steps(parts.clock, parts.ids).step(request, "ComplianceWaived", waived=counted)
    requests().save(replace(change, waivers=(waiver,)))
