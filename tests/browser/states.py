"""Every state that the page behind a link can be in. Each function brings a site into one and answers with the
address that shows it."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from PIL import Image

from onbrand.approval import NewComment, Point, WorkflowDesign, WorkflowStep
from onbrand.bootstrap.approval import approval_links, approval_service, workflow_service
from onbrand.bootstrap.content import content_service, requests, revisions
from onbrand.bootstrap.identity import organizations
from onbrand.compliance.model import Outcome
from onbrand.content import Decision, RequestStatus, Revision
from onbrand.content.transitions import Steps
from onbrand.identity import NewMember, Role, User
from tests.browser.conftest import Site
from tests.support.scenes import Scene, finding, register, waive


def colleague(scene: Scene, name: str = "second") -> User:
    """Another approver."""
    user = register(name)
    organizations().add_member(scene.access, NewMember(email=user.email, role=Role.APPROVER))
    return user


def steps(scene: Scene, *designs: WorkflowStep) -> None:
    """Gives the organization another workflow."""
    (workflow,) = workflow_service().list(scene.access, 5).items
    workflow_service().change(scene.access, workflow.id, WorkflowDesign(name="Steps", steps=designs))


def answer(site: Site, who: User, decision: Decision, step: int | None = None, version: int = 1) -> None:
    """Decides as somebody who has signed in."""
    scene = site.scene
    approval_service().decide(
        scene.organization.id, scene.request.id, who.id, decision, "Too loud.", version, "api", step
    )


def remade(site: Site) -> None:
    """A second version is in review: one picture is new, a finding has gone, another has come."""
    scene = site.scene
    story = requests().story(scene.organization.id, scene.request.id)
    brief = story.request.brief.model_copy(update={"keywords": ("tea",), "caption": "Good evening."})
    revisions().revise(scene.access, scene.request.id, Revision(brief=brief, content_version=1))
    request = requests().request(scene.organization.id, scene.request.id)
    asset = story.asset
    assert asset is not None
    fresh = asset.model_copy(update={"id": site.parts.ids.new(), "caption": "Good evening."})
    first, second = story.variants
    worse = [finding("major", "The heading stands in the margin."), *first.verdict["findings"][1:]]
    changed = first.model_copy(
        update={
            "sha256": "1" * 64,
            "key": first.key.replace("/1/", "/2/"),
            "preview_key": None,
            "verdict": {**first.verdict, "findings": worse},
        }
    )
    data = io.BytesIO()
    Image.new("RGB", (first.width, first.height), "#2A6A48").save(data, "JPEG")
    site.parts.objects.put(changed.key, data.getvalue(), "image/jpeg")
    change = Steps(site.parts.clock, site.parts.ids).step(
        request,
        "VariantsRendered",
        status=RequestStatus.RENDERING,
        asset_id=fresh.id,
        score=0.81,
        outcome=Outcome.MANUAL_REVIEW,
    )
    requests().save(replace(change, asset=fresh, variants=(changed, second)))
    approval_service().open(scene.job.model_copy(update={"attempt": 2}), "another-token")


def link_of(site: Site, user: User, step: int, version: int = 1) -> str:
    """The address for somebody."""
    scene = site.scene
    until = site.parts.clock.now() + timedelta(days=30)
    link = approval_links().make(scene.organization.id, scene.request.id, step, user.id, version, until)
    return f"{site.origin}/approvals/{link}"


def asked_anew(site: Site, *designs: WorkflowStep) -> int:
    """The request is asked about again, by another workflow; the number of its first step."""
    scene = site.scene
    steps(scene, *designs)
    remade(site)
    return 2


def opened(site: Site) -> str:
    """The first version waits."""
    return site.address


def used(site: Site) -> str:
    """The approver has answered."""
    address = site.address
    answer(site, site.scene.approver, Decision.REJECTED)
    return address


def by_others(site: Site) -> str:
    """Somebody else has answered."""
    scene = site.scene
    other = colleague(scene)
    number = asked_anew(site, WorkflowStep(approvers=(scene.approver.id, other.id), due_hours=48))
    answer(site, other, Decision.APPROVED, number, 2)
    return link_of(site, scene.approver, number, 2)


def expired(site: Site) -> str:
    """The time is over."""
    address = site.address
    site.parts.clock.advance(seconds=timedelta(days=14).total_seconds())  # type: ignore[attr-defined]
    return address


def link_ended(site: Site) -> str:
    """The link itself is over, as is what it was made for."""
    address = site.address
    content_service().cancel(site.scene.access, site.scene.request.id)
    site.parts.clock.advance(seconds=timedelta(days=90).total_seconds())  # type: ignore[attr-defined]
    return address


def replaced(site: Site) -> str:
    """There is a newer version."""
    address = site.address
    remade(site)
    return address


def handed_on(site: Site) -> str:
    """Somebody else is asked instead."""
    scene, address = site.scene, site.address
    other = colleague(scene)
    approval_service().delegate(scene.organization.id, scene.request.id, scene.approver.id, other.id)
    return address


def sign_in(site: Site) -> str:
    """The workflow asks for more than the link."""
    scene = site.scene
    step = WorkflowStep(approvers=(scene.approver.id,), due_hours=48, require_sign_in=True)
    return link_of(site, scene.approver, asked_anew(site, step), 2)


def changed(site: Site) -> str:
    """The second version waits; something was said before, and two must agree."""
    scene = site.scene
    comment = NewComment(
        text="Is the logo meant to stand here?", placement="instagram_square", point=Point(x=0.8, y=0.9)
    )
    approval_service().comment(scene.access, scene.request.id, comment)
    answer(site, scene.approver, Decision.CHANGES_REQUESTED)
    other = colleague(scene)
    both = WorkflowStep(name="Brand", approvers=(scene.approver.id, other.id), rule="all", due_hours=48)
    legal = WorkflowStep(name="Legal", approvers=(other.id,), due_hours=48)
    return link_of(site, scene.approver, asked_anew(site, both, legal), 2)


def on_hold(site: Site) -> str:
    """Nobody can decide at the moment."""
    scene = site.scene
    approval_service().hold(scene.access, scene.request.id, "Legal looks at the claim first.")
    return site.address


def waived(site: Site) -> str:
    """Somebody answers for some of what was found."""
    waive(site.scene, "logo_position")
    waive(site.scene, "text_contrast", "instagram_square")
    return site.address


def cancelled(site: Site) -> str:
    """The request was taken back."""
    address = site.address
    content_service().cancel(site.scene.access, site.scene.request.id)
    return address


def handing(site: Site) -> str:
    """Choosing whom to hand it on to."""
    colleague(site.scene)
    return f"{site.address}?view=hand-on"


def unknown(site: Site) -> str:
    """No link of ours."""
    return f"{site.origin}/approvals/abc.def"


STATES: dict[str, tuple[Callable[[Site], str], int, str]] = {
    "open": (opened, 200, "asks for your decision"),
    "used": (used, 200, "Rejected by you"),
    "by others": (by_others, 200, "Approved by Second"),
    "expired": (expired, 410, "The time for this decision is over."),
    "link ended": (link_ended, 410, "This link is no longer valid"),
    "replaced": (replaced, 410, "There is a newer version"),
    "handed on": (handed_on, 410, "Second is asked now"),
    "sign in": (sign_in, 200, "Sign in to look and to decide"),
    "changed": (changed, 200, "What changed since version 1"),
    "on hold": (on_hold, 200, "Legal looks at the claim first."),
    "waived": (waived, 200, "Waived until"),
    "cancelled": (cancelled, 410, "The request is cancelled"),
    "handing": (handing, 200, "Who decides in your place?"),
    "unknown": (unknown, 404, "We cannot find this page"),
}
"""How it comes about, the answer's status, and a sentence that tells it."""
