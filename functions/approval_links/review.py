"""What an approver sees behind a link: the request as it stands, under the membership the approver has
now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from functions.approval_links.findings import Finding, Mark, marks_on, numbered
from functions.approval_links.talk import Said, talk
from functions.approval_links.versions import Difference, difference
from onbrand.approval import AlreadyDecidedError, LinkClaims, Step
from onbrand.approval import Review as Asked
from onbrand.approval.answering import may_answer
from onbrand.bootstrap.approval import approval_links, approval_service
from onbrand.bootstrap.brand import brands
from onbrand.bootstrap.content import assets, content_service, waivers
from onbrand.bootstrap.identity import access_of, identity_repository, person_name
from onbrand.bootstrap.parts import parts
from onbrand.compliance.model import Component
from onbrand.compliance.waiving import Waiver
from onbrand.content import RequestStory
from onbrand.content.assets import Variant
from onbrand.content.errors import VerdictMissingError
from onbrand.content.model import Counted, DecisionRecord
from onbrand.content.objects import MAX_PICTURE_BYTES
from onbrand.content.verdict_files import VerdictFiles
from onbrand.identity import Access
from onbrand.kernel.errors import Gone, NotFound, OnBrandError

COMMENTS_SHOWN = 50


class ReviewWithdrawnError(Gone):
    """What the link was made for is no longer asked."""


class PictureMissingError(NotFound):
    """There is no picture to show."""


@dataclass(frozen=True)
class Review:
    """One approver's view of one request. ``refusal``: why an answer would be refused at this moment, None while
    the approver may answer."""

    claims: LinkClaims
    access: Access
    story: RequestStory
    asked: Asked
    refusal: OnBrandError | None

    @property
    def step(self) -> Step:
        """What is asked."""
        return self.asked.step

    @property
    def needs_sign_in(self) -> bool:
        """Whether holding the link is not enough to look and to decide."""
        return self.step.design.require_sign_in

    @cached_property
    def brand_name(self) -> str:
        """The name of the brand, in the version that the request is made by."""
        request = self.story.request
        version = request.pinned.profile_version if request.pinned else None
        return brands().profile(self.access, request.brand_id, version).design.name

    @cached_property
    def zone(self) -> str:
        """The organization's time zone."""
        organization = identity_repository().organization(self.claims.organization_id)
        return organization.time_zone if organization else "UTC"

    @property
    def title(self) -> str:
        """What the content is called."""
        return self.story.request.brief.name

    @property
    def requested_by(self) -> str | None:
        """Who asked for the content, by name."""
        creator = self.story.request.created_by
        return None if creator == self.claims.approver_id else person_name(creator)

    @cached_property
    def waived(self) -> Counted | None:
        """What the request comes to with the waivers in force, None without any."""
        found = self.story.request.waived
        return found if found is not None and parts().clock.now() < found.until else None

    @property
    def is_older(self) -> bool:
        """Whether the link is for an earlier version than the content has now."""
        return self.claims.content_version < self.story.request.content_version

    def named(self, user_id: str) -> str:
        """A person as this approver is told of them."""
        return "you" if user_id == self.claims.approver_id else person_name(user_id)

    @cached_property
    def decision(self) -> DecisionRecord | None:
        """What was decided: the approver's own answer, else the one that settled the step, else the request's."""
        if not isinstance(self.refusal, AlreadyDecidedError):
            return self.story.request.decision
        settled = self.refusal.recorded
        if settled.decision is None or settled.decided_at is None:
            return self.story.request.decision
        return DecisionRecord(
            decision=settled.decision,
            decided_by=settled.decided_by or settled.approver_id,
            decided_at=settled.decided_at,
            comment=settled.comment,
            sent_back=settled.sent_back,
        )

    @cached_property
    def talk(self) -> list[Said]:
        """What was said about the request, oldest first."""
        found = approval_service().comments(self.access, self.story.request.id, COMMENTS_SHOWN)
        return talk(found.items, self.story.approvals)

    @property
    def components(self) -> list[tuple[str, float | None, float | None]]:
        """Each component with its lowest and its average score over all variants; None where
        nothing was judged."""
        rows: list[tuple[str, float | None, float | None]] = []
        for name in Component:
            found = [variant.verdict["components"][name.value] for variant in self.story.variants]
            scores = [score for score in found if score is not None]
            rows.append(
                (name.value, min(scores, default=None), sum(scores) / len(scores) if scores else None)
            )
        return rows

    @cached_property
    def lead(self) -> Variant | None:
        """The format that the page leads with: the one the content was composed in, else the first."""
        asset = self.story.asset
        wanted = asset.lead_placement if asset else None
        shown = [variant for variant in self.story.variants if variant.bytes <= MAX_PICTURE_BYTES]
        return next((one for one in shown if one.placement == wanted), shown[0] if shown else None)

    @cached_property
    def waivers(self) -> Sequence[Waiver]:
        """What somebody answers for at this moment."""
        return waivers().in_force(self.access, self.story.request) if self.waived else ()

    @cached_property
    def findings(self) -> list[Finding]:
        """What was found wrong, numbered, the worst first."""
        return numbered(self.story.variants, self.lead, self.waivers)

    @cached_property
    def marks(self) -> list[Mark]:
        """Where it was found on the leading picture."""
        return marks_on(self.lead, self.findings, self.waivers)

    @cached_property
    def difference(self) -> Difference | None:
        """What has changed since the version before; None for the first one."""
        return difference(self.story.previous, self.story.variants) if self.story.previous else None

    def variant(self, placement: str, *, before: bool = False) -> Variant:
        """The variant of a placement, of the version ``before`` if asked. Raises PictureMissingError."""
        variants = self.story.previous if before else self.story.variants
        variant = next((one for one in variants if one.placement == placement), None)
        if variant is None:
            raise PictureMissingError("This request has no picture in that format.")
        return variant

    def picture(
        self, placement: str | None = None, *, small: bool = False, before: bool = False
    ) -> tuple[bytes, str]:
        """A picture and its media type: the variant of a placement, ``small`` where there is such a copy, else the
        preview. Raises PictureMissingError."""
        if placement is not None:
            variant = self.variant(placement, before=before)
            if variant.preview_key is not None and (small or variant.bytes > MAX_PICTURE_BYTES):
                return assets().get(variant.preview_key), "image/jpeg"
            if variant.bytes > MAX_PICTURE_BYTES:
                raise PictureMissingError("This picture is too large to be shown here.")
            return assets().get(variant.key), f"image/{variant.format.replace('jpg', 'jpeg')}"
        asset = self.story.asset
        if asset is None or asset.preview_key is None:
            raise PictureMissingError("There is no picture for this request.")
        return assets().get(asset.preview_key), "image/jpeg"


def open_review(link: str) -> Review:
    """The review behind a link. Raises LinkUnknownError, LinkExpiredError, ReviewWithdrawnError, and
    what membership asks."""
    claims = approval_links().read(link)
    access = access_of(claims.approver_id, claims.organization_id)
    story = content_service().story(access, claims.request_id)
    asked = approval_service().review(access, claims.request_id, claims.step)
    approval_links().check_time(claims, asked)
    if asked.of_person(claims.approver_id) is None:
        raise ReviewWithdrawnError(
            "This request has moved on since the mail was sent; there is nothing to decide here."
        )
    return Review(claims, access, _with_all_flaws(story), asked, _refusal(claims, story, asked))


def _with_all_flaws(story: RequestStory) -> RequestStory:
    """Records hold the worst of what was found, and not how it was judged, which waivers go by; where that is not all
    that is needed, the rest comes from the bucket."""
    files = VerdictFiles(assets())
    return replace(
        story,
        variants=_as_judged(files, story) if story.request.waived else files.with_all_flaws(story.variants),
        previous=files.with_all_flaws(story.previous),
    )


def _as_judged(files: VerdictFiles, story: RequestStory) -> list[Variant]:
    try:
        found = files.of(story.variants)
    except VerdictMissingError:
        return list(story.variants)
    return [
        one.model_copy(update={"verdict": {**one.verdict, **found[one.placement].verdict}})
        for one in story.variants
    ]


def _refusal(claims: LinkClaims, story: RequestStory, asked: Asked) -> OnBrandError | None:
    """The very rule that an answer is checked by, so that a page never offers what would be refused."""
    try:
        may_answer(asked, story.request, claims.approver_id, claims.content_version, parts().clock.now())
    except OnBrandError as refusal:
        return refusal
    return None
