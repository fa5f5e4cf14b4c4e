"""What a requester does with content that is under review or past it: make a new version, take it back, move its
publication."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from pydantic import Field

from onbrand.content.assets import Asset, FoundGood, Variant
from onbrand.content.briefs import Brief
from onbrand.content.errors import RevisionMovedError, StatusConflictError
from onbrand.content.model import REVISABLE, Change, ContentRequest, EditKind, RequestStatus
from onbrand.content.ports import Allowance, Brands, RequestRepository, Reviews
from onbrand.content.submission import check_placements
from onbrand.content.taking_over import taken_over
from onbrand.content.texts import check_texts
from onbrand.content.transitions import Steps, change_request, words
from onbrand.identity import Access, Permission
from onbrand.kernel.clock import Clock
from onbrand.kernel.ids import Ids
from onbrand.kernel.values import Value


class Revision(Value):
    """A new version of the content; ``placements`` None keeps them. ``content_version`` is the version that was
    revised. Where single formats were sent back only those are made anew, and the others keep their files; ``whole``
    makes all of them anew."""

    brief: Brief
    placements: tuple[str, ...] | None = Field(default=None, min_length=1, max_length=100)
    content_version: int
    whole: bool = False


def edits(request: ContentRequest, revision: Revision) -> tuple[EditKind, ...]:
    """What the revision changes. One that changes nothing makes the pictures again, by the profile and the
    template as they are now."""
    old, new = request.brief, revision.brief
    same_pictures = (old.keywords, old.texts) == (new.keywords, new.texts) and placements_of(
        request, revision
    ) == request.placements
    if same_pictures and old != new:
        return (EditKind.WORDS,)
    words_too = (old.caption, old.alt_text) != (new.caption, new.alt_text)
    return (EditKind.PICTURE, EditKind.WORDS) if words_too else (EditKind.PICTURE,)


def placements_of(request: ContentRequest, revision: Revision) -> tuple[str, ...]:
    """The placements of the new version; one that is named twice counts once."""
    return tuple(dict.fromkeys(revision.placements)) if revision.placements else request.placements


class Revisions:
    """Use cases of the members' API."""

    def __init__(
        self,
        repository: RequestRepository,
        brands: Brands,
        reviews: Reviews,
        allowance: Allowance,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._brands = brands
        self._reviews = reviews
        self._allowance = allowance
        self._clock = clock
        self._ids = ids
        self._steps = Steps(clock, ids)

    def revise(self, access: Access, request_id: str, revision: Revision) -> ContentRequest:
        """The next version of the content, as the next attempt: what did not change is not made or paid again, and
        those steps ask again that the workflow says. A review that is open ends.

        Raises StatusConflictError, RevisionMovedError, TextsMismatchError, UnknownPlacementError, and
        BudgetExhaustedError when another picture has to be bought that no budget covers.
        """
        access.require(Permission.CREATE_REQUEST)
        check_placements(revision.placements or ())

        def decide(request: ContentRequest) -> Change:
            if request.status not in REVISABLE:
                raise StatusConflictError(f"The request is {words(request.status)} and cannot be revised.")
            if revision.content_version != request.content_version:
                raise RevisionMovedError(
                    f"The content is at version {request.content_version}, not {revision.content_version}."
                )
            if request.template_id is not None:
                template = self._brands.template(request.organization_id, request.template_id)
                check_texts(template, revision.brief.texts)
            return self._revised(request, revision, access.user_id)

        return change_request(self._repository, self._save, access.organization_id, request_id, decide)

    def withdraw(self, access: Access, request_id: str, reason: str | None) -> ContentRequest:
        """Takes a request out of its review; withdrawing twice is the same as once. Raises
        StatusConflictError."""
        access.require(Permission.CANCEL_REQUEST)

        def decide(request: ContentRequest) -> Change | None:
            if request.status is RequestStatus.WITHDRAWN:
                return None
            if request.status is not RequestStatus.IN_REVIEW:
                raise StatusConflictError(f"The request is {words(request.status)} and not in review.")
            return self._withdrawn(request, access.user_id, reason)

        return change_request(self._repository, self._save, access.organization_id, request_id, decide)

    def reschedule(self, access: Access, request_id: str, publish_at: datetime | None) -> ContentRequest:
        """Moves the publication; the content stays as it is, and so does every approval. Raises
        StatusConflictError."""
        access.require(Permission.CREATE_REQUEST)

        def decide(request: ContentRequest) -> Change | None:
            if request.publish_at == publish_at:
                return None
            if not request.is_under_way and request.status is not RequestStatus.APPROVED:
                raise StatusConflictError(
                    f"The request is {words(request.status)}; nothing will be published."
                )
            at = publish_at.isoformat() if publish_at else None
            payload = {"publish_at": at, "content_version": request.content_version}
            return self._steps.step(
                request, "RequestRescheduled", payload, actor=access.user_id, publish_at=publish_at
            )

        return change_request(
            self._repository, self._reviews.reschedule, access.organization_id, request_id, decide
        )

    def _save(self, change: Change) -> None:
        if change.before.status is RequestStatus.IN_REVIEW:
            self._reviews.close(change)
        else:
            self._repository.save(change)

    def _withdrawn(self, request: ContentRequest, actor: str, reason: str | None) -> Change:
        payload = {"reason": reason, "content_version": request.content_version}
        return self._steps.step(
            request,
            "RequestWithdrawn",
            payload,
            actor=actor,
            status=RequestStatus.WITHDRAWN,
            finalized_at=self._clock.now(),
        )

    def _revised(self, request: ContentRequest, revision: Revision, actor: str) -> Change:
        change = Change(request, request, ())
        if request.status is RequestStatus.IN_REVIEW:
            change = self._withdrawn(request, actor, "a new version follows")
        kinds = edits(request, revision)
        kept = _kept(request, revision, kinds)
        asset, variants = self._carried(request, revision, kinds)
        if asset is None:
            self._allowance.estimate(request.organization_id, request.brand_id)
        updates = {
            "brief": revision.brief,
            "placements": placements_of(request, revision),
            "asset_id": asset.id if asset else None,
            "previous_asset_id": request.previous_asset_id if request.outcome is None else request.asset_id,
            "taken_over": kept,
            "edits": (*request.edits, kinds),
            "waived": None,
        }
        if EditKind.PICTURE in kinds:
            # What is taken over was judged by the versions before, and is judged anew where there are others now.
            judged = request.judged or request.pinned if kept else None
            updates |= {"score": None, "outcome": None, "judged": judged}
        payload = {
            "content_version": request.content_version + 1,
            "edits": [kind.value for kind in kinds],
            "taken_over": list(kept),
        }
        made = self._steps.then(
            change,
            "RequestRevised",
            {**payload, "attempt": request.attempt + 1},
            actor=actor,
            **updates,
            status=RequestStatus.SUBMITTED,
            attempt=request.attempt + 1,
            content_version=request.content_version + 1,
            decision=None,
            reason=None,
            package_key=None,
            finalized_at=None,
        )
        return replace(made, asset=asset, variants=variants)

    def _carried(
        self, request: ContentRequest, revision: Revision, kinds: Sequence[EditKind]
    ) -> tuple[Asset | None, Sequence[Variant]]:
        """What the new version starts from: the same files for new words, the same picture for new texts, nothing
        for new keywords."""
        asset = self._repository.asset(request)
        if asset is None or (asset.source is None and EditKind.PICTURE in kinds):
            return None, ()
        new_id = self._ids.new()
        if EditKind.PICTURE in kinds:
            if revision.brief.keywords != request.brief.keywords:
                return None, ()
            return Asset(id=new_id, request_id=request.id, source=asset.source), ()
        title = asset.source.title if asset.source else None
        alt_text = revision.brief.alt_text or title
        said = {"alt_text": alt_text, "caption": revision.brief.caption}
        variants = [
            one.model_copy(update={"alt_text": alt_text or ""}) for one in self._repository.variants(request)
        ]
        return asset.model_copy(update={**said, "id": new_id}), variants


def _kept(request: ContentRequest, revision: Revision, kinds: Sequence[EditKind]) -> Mapping[str, FoundGood]:
    """What the new version takes over; nothing when its picture is another one, or when no format is to be made."""
    is_made = EditKind.PICTURE in kinds or request.outcome is None
    if revision.whole or not is_made or revision.brief.keywords != request.brief.keywords:
        return {}
    same_texts = revision.brief.texts == request.brief.texts
    return taken_over(request, placements_of(request, revision), same_texts=same_texts)
