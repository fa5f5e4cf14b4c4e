"""What members do with requests: submit, look, cancel, retry, download. No pixels here."""

from pathlib import PurePosixPath
from typing import Any

from onbrand.content.briefs import SubmitRequest
from onbrand.content.errors import RequestMovedError, StatusConflictError, VariantNotFoundError
from onbrand.content.model import CANCELLABLE, RETRYABLE, Change, ContentRequest, RequestStatus, RequestStory
from onbrand.content.ports import Allowance, Brands, Objects, RequestRepository, Reviews
from onbrand.content.submission import Submission, check_references, new_request, submitted
from onbrand.content.transitions import Steps, change_request, words
from onbrand.identity import Access, Permission
from onbrand.kernel.clock import Clock
from onbrand.kernel.ids import Ids
from onbrand.kernel.pages import Page

LINK_LIFETIME_S = 300


class ContentService:
    """Use cases of the members' API."""

    def __init__(
        self,
        repository: RequestRepository,
        brands: Brands,
        objects: Objects,
        reviews: Reviews,
        allowance: Allowance,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._brands = brands
        self._objects = objects
        self._reviews = reviews
        self._allowance = allowance
        self._clock = clock
        self._ids = ids
        self._steps = Steps(clock, ids)

    def submit(
        self, access: Access, command: SubmitRequest, idempotency_key: str
    ) -> tuple[ContentRequest, bool]:
        """The new request and False; for a repetition under the same key the same answer and True.

        Raises IdempotencyKeyReusedError, UnknownReferenceError, UnknownPlacementError, TextsMismatchError,
        BudgetExhaustedError.
        """
        access.require(Permission.CREATE_REQUEST)
        submission = Submission(access.organization_id, access.user_id, idempotency_key, command)
        earlier = self._repository.earlier_submission(submission, self._clock.now())
        if earlier is not None:
            return earlier, True
        check_references(self._brands, submission)
        estimate = self._allowance.estimate(access.organization_id, command.brand_id)
        request = new_request(submission, self._ids.new(), self._clock.now(), estimate)
        try:
            self._repository.submit(submission, request, submitted(request, self._ids.new()))
        except RequestMovedError:
            earlier = self._repository.earlier_submission(submission, self._clock.now())
            if earlier is None:
                raise
            return earlier, True
        return request, False

    def get(self, access: Access, request_id: str) -> ContentRequest:
        """The request. Raises RequestNotFoundError."""
        access.require(Permission.READ)
        return self._repository.request(access.organization_id, request_id)

    def story(self, access: Access, request_id: str) -> RequestStory:
        """The request with everything that happened to it. Raises RequestNotFoundError."""
        access.require(Permission.READ)
        return self._repository.story(access.organization_id, request_id)

    def list(
        self, access: Access, status: RequestStatus, limit: int, start: dict[str, Any] | None = None
    ) -> Page[ContentRequest]:
        """Requests of a status in queue order: highest priority first, then oldest first."""
        access.require(Permission.READ)
        return self._repository.page(access.organization_id, status, limit, start)

    def cancel(self, access: Access, request_id: str) -> ContentRequest:
        """Ends a request that is not decided yet; cancelling twice is the same as once. Raises
        StatusConflictError."""
        access.require(Permission.CANCEL_REQUEST)

        def decide(request: ContentRequest) -> Change | None:
            if request.status is RequestStatus.CANCELLED:
                return None
            if request.status not in CANCELLABLE:
                raise StatusConflictError(f"The request is {words(request.status)} and cannot be cancelled.")
            return self._steps.step(
                request,
                "RequestCancelled",
                {"during": request.status.value},
                actor=access.user_id,
                status=RequestStatus.CANCELLED,
                finalized_at=self._clock.now(),
            )

        return change_request(self._repository, self._close, access.organization_id, request_id, decide)

    def retry(self, access: Access, request_id: str) -> ContentRequest:
        """Starts the next attempt at a failed or expired request; what was done is not done again, and what has
        still to be bought must be covered now. Raises StatusConflictError, BudgetExhaustedError."""
        access.require(Permission.CREATE_REQUEST)

        def decide(request: ContentRequest) -> Change | None:
            if request.status not in RETRYABLE:
                raise StatusConflictError(f"The request is {words(request.status)} and cannot be retried.")
            if request.asset_id is None:
                self._allowance.estimate(request.organization_id, request.brand_id)
            return self._steps.step(
                request,
                "RequestRetried",
                {"attempt": request.attempt + 1},
                actor=access.user_id,
                status=RequestStatus.SUBMITTED,
                attempt=request.attempt + 1,
                reason=None,
                finalized_at=None,
            )

        return change_request(
            self._repository, self._repository.save, access.organization_id, request_id, decide
        )

    def variant_file(self, access: Access, request_id: str, placement: str) -> str:
        """A short-lived link that downloads a finished file. Raises VariantNotFoundError."""
        access.require(Permission.READ)
        request = self._repository.request(access.organization_id, request_id)
        variant = self._repository.variant(request, placement)
        if variant is None:
            raise VariantNotFoundError(f"The request has no finished file for {placement}.")

        def decide(current: ContentRequest) -> Change | None:
            payload = {"placement": placement, "sha256": variant.sha256}
            return self._steps.step(current, "AssetDownloaded", payload, actor=access.user_id)

        change_request(self._repository, self._repository.save, access.organization_id, request_id, decide)
        filename = f"{request.id}-{placement}{PurePosixPath(variant.key).suffix}"
        return self._objects.presigned_get(variant.key, filename=filename, expires_s=LINK_LIFETIME_S)

    def variant_preview(self, access: Access, request_id: str, placement: str) -> str:
        """A short-lived link that shows a finished file small; looking is no download. Raises
        VariantNotFoundError."""
        access.require(Permission.READ)
        request = self._repository.request(access.organization_id, request_id)
        variant = self._repository.variant(request, placement)
        if variant is None or variant.preview_key is None:
            raise VariantNotFoundError(f"The request has no small picture for {placement}.")
        return self._objects.presigned_get(variant.preview_key, expires_s=LINK_LIFETIME_S)

    def package_url(self, access: Access, request: ContentRequest) -> str | None:
        """A short-lived link to the package; None while there is none."""
        access.require(Permission.READ)
        if request.package_key is None:
            return None
        return self._objects.presigned_get(
            request.package_key, filename=f"{request.id}.zip", expires_s=LINK_LIFETIME_S
        )

    def _close(self, change: Change) -> None:
        if change.before.status is RequestStatus.IN_REVIEW:
            self._reviews.close(change)
        else:
            self._repository.save(change)
