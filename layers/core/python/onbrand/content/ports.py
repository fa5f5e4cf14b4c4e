"""What content needs from outside."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from onbrand.brand.assets import BrandAsset
from onbrand.brand.profile import BrandProfile, ProfileDesign
from onbrand.brand.template import Template
from onbrand.compliance.model import Post, Verdict
from onbrand.compliance.waiving import Waiver
from onbrand.content.assets import Asset, Variant
from onbrand.content.model import Change, ContentRequest, Fall, Job, RequestStatus, RequestStory
from onbrand.content.submission import Submission
from onbrand.imaging import FontFile
from onbrand.imaging.model import Artwork, Composition, LogoFile, RenderedVariant
from onbrand.kernel.events import Event
from onbrand.kernel.pages import Page
from onbrand.placement import Placement
from onbrand.sourcing.detection import Detection, Reading
from onbrand.sourcing.estimate import Estimate
from onbrand.sourcing.model import FetchedImage, ImageQuery


class RequestRepository(Protocol):
    """Requests with their assets, variants and events."""

    def request(self, organization_id: str, request_id: str) -> ContentRequest:
        """The request as it is now. Raises RequestNotFoundError."""
        ...

    def asset(self, request: ContentRequest) -> Asset | None:
        """What the request composed so far."""
        ...

    def variants(self, request: ContentRequest) -> Sequence[Variant]:
        """The finished files, in the order of the request's placements."""
        ...

    def variant(self, request: ContentRequest, placement: str) -> Variant | None:
        """The finished file for a placement."""
        ...

    def story(self, organization_id: str, request_id: str) -> RequestStory:
        """The request and everything that happened to it. Raises RequestNotFoundError."""
        ...

    def page(
        self, organization_id: str, status: RequestStatus, limit: int, start: dict[str, Any] | None
    ) -> Page[ContentRequest]:
        """Requests of a status: highest priority first, then oldest first."""
        ...

    def waiting(self, now: datetime) -> Iterator[ContentRequest]:
        """Requests that no execution has taken up in time."""
        ...

    def earlier_submission(self, submission: Submission, now: datetime) -> ContentRequest | None:
        """What the same submission made before, None when its key is free. Raises
        IdempotencyKeyReusedError."""
        ...

    def submit(self, submission: Submission, request: ContentRequest, event: Event) -> None:
        """Writes a new request, unless its brand, template or workflow is not there.

        Raises UnknownReferenceError, and RequestMovedError when the idempotency key was taken meanwhile.
        """
        ...

    def save(self, change: Change) -> None:
        """Writes a change as one transaction. Raises RequestMovedError when the request is not
        ``change.before`` any more."""
        ...


class WaiverRepository(Protocol):
    """Waivers; they are written with the change of their request."""

    def waivers(self, request: ContentRequest) -> Sequence[Waiver]:
        """All waivers of the request, oldest first."""
        ...

    def due(self, now: datetime) -> Iterator[Waiver]:
        """Waivers whose end has come and is not written down."""
        ...


class UseRepository(Protocol):
    """Which requests use what of a brand."""

    def users(
        self, organization_id: str, aggregate: str, aggregate_id: str, limit: int, before: str | None
    ) -> Page[str]:
        """Ids of the requests that use a ``brand``'s profile or a ``template``, the newest first, after the one named
        ``before``."""
        ...

    def falls(
        self, organization_id: str, brand_id: str, limit: int, start: dict[str, Any] | None
    ) -> Page[Fall]:
        """Requests of the brand that fell, the latest first."""
        ...

    def go_on(self, event: Event) -> None:
        """Writes the event by which work on many requests goes on; what is written already stays."""
        ...


class Brands(Protocol):
    """Profiles, templates and logos, as the brand room keeps them. Each raises a NotFound for what is not
    there."""

    def profile(self, organization_id: str, brand_id: str, version: int | None = None) -> BrandProfile:
        """A version of the profile; the current one when none is named."""
        ...

    def template(self, organization_id: str, template_id: str, version: int | None = None) -> Template:
        """A version of a template; the current one when none is named."""
        ...

    def logo_set(self, organization_id: str, brand_id: str) -> str:
        """Names the brand's current logos: another name as soon as one is another file, empty without any."""
        ...

    def published_templates(self, organization_id: str, brand_id: str) -> Sequence[Template]:
        """The brand's published templates, oldest first."""
        ...


class BrandFiles(Brands, Protocol):
    """Profiles and templates with the files that they are drawn with."""

    def logos(self, organization_id: str, brand_id: str) -> Sequence[LogoFile]:
        """The brand's logos that are ready, with their files."""
        ...

    def fonts(self, profile: BrandProfile) -> Sequence[FontFile]:
        """The uploaded fonts that this version of the profile names, with their files."""
        ...

    def pictures(self, organization_id: str, brand_id: str, names: Sequence[str]) -> Mapping[str, bytes]:
        """The brand's pictures of these names, as a template's image layers call them."""
        ...

    def picture(self, organization_id: str, brand_id: str, asset_id: str) -> bytes:
        """The brand's picture with this id. Raises AssetUnknownError."""
        ...


class Objects(Protocol):
    """The assets bucket, as far as requests need it; a ``kernel.objects.ObjectStore`` is one."""

    def put(self, key: str, data: bytes, content_type: str) -> None:
        """Stores a file under its key, over what was there."""
        ...

    def get(self, key: str) -> bytes:
        """The file's bytes. Raises ObjectMissingError."""
        ...

    def presigned_get(self, key: str, *, filename: str | None = None, expires_s: int = 300) -> str:
        """A link that downloads the file as ``filename``, for ``expires_s`` seconds."""
        ...


class Pipeline(Protocol):
    """Executions of the pipeline."""

    def start(self, job: Job) -> None:
        """Starts the attempt's execution; does nothing when it was started before."""
        ...

    def stop(self, job: Job) -> None:
        """Stops the attempt's execution; does nothing when it has ended or never started."""
        ...


class Reviews(Protocol):
    """The review of finished work. The approval room, which is above this one, implements it."""

    def needed(self, request: ContentRequest) -> bool:
        """Whether a person must decide on the request, whose score and outcome are known."""
        ...

    def close(self, change: Change) -> None:
        """Saves the end of a request in review together with the closing of what waits for its approvers.

        Raises RequestMovedError.
        """
        ...

    def reschedule(self, change: Change) -> None:
        """Saves a new time of publication, by which a review that is open has to end. Raises
        RequestMovedError."""
        ...

    def expire(self, job: Job) -> None:
        """Ends the review that the attempt waits for: its time is over."""
        ...


class PictureSource(Protocol):
    """Finds and fetches a picture; ``onbrand.sourcing.SourcingService`` is one."""

    def choose_and_fetch(
        self,
        *,
        organization_id: str,
        request_id: str,
        query: ImageQuery,
        palette: Sequence[str] = (),
        brand_id: str | None = None,
    ) -> FetchedImage:
        """Our own copy of the best matching picture. Raises the errors of ``onbrand.sourcing``."""
        ...


class Allowance(Protocol):
    """What may still be bought. The metering room, which is above this one, implements it."""

    def estimate(self, organization_id: str, brand_id: str) -> Estimate:
        """What a request will cost. Raises BudgetExhaustedError when budget or plan do not cover it now."""
        ...


class PictureEye(Protocol):
    """Looks for faces; ``onbrand.sourcing.PictureLooks`` is one."""

    def look(self, *, organization_id: str, request_id: str, data: bytes) -> Detection:
        """What our own copy of a picture shows; says so when nobody could look."""
        ...


class VisualShelf(BrandFiles, Protocol):
    """Profiles, and the visuals that were uploaded to be judged by them."""

    def visual(self, organization_id: str, brand_id: str, asset_id: str) -> BrandAsset:
        """The ready visual with this id. Raises AssetUnknownError, AssetKindError, AssetNotReadyError."""
        ...


class TextReadings(Protocol):
    """Has texts read, where somebody can; ``onbrand.sourcing.TextReadings`` is one."""

    def read(
        self, *, organization_id: str, brand_id: str, cause: str, copy: Callable[[int], bytes]
    ) -> Reading | None:
        """What stands on a picture, of which ``copy`` makes a JPEG of at most so many bytes; None when nobody read."""
        ...


class VisualStudio(Protocol):
    """The pixels of pictures that others made. Every method raises imaging's errors."""

    def judge_visual(
        self,
        profile: BrandProfile,
        data: bytes,
        placement: Placement | None,
        post: Post | None,
        reading: Reading | None,
    ) -> Verdict:
        """What a picture scores under the profile by its pixels, its file, the words that go with it, and what was read
        on it."""
        ...

    def fitted(self, data: bytes, most: int) -> bytes:
        """The picture as a JPEG of at most so many bytes."""
        ...


class Studio(Protocol):
    """Everything that touches pixels."""

    def layout(self, artwork: Artwork, placements: Sequence[str]) -> None:
        """Lays out all placements and draws nothing. Raises imaging's errors when something does not fit."""
        ...

    def render(self, artwork: Artwork, placements: Sequence[str]) -> Iterator[RenderedVariant]:
        """One finished file after the other; the photo is decoded once."""
        ...

    def judge(
        self, profile: BrandProfile, data: bytes, composition: Composition, post: Post | None = None
    ) -> Verdict:
        """What a rendered picture scores under the profile, with the words that go with it, where they are
        known."""
        ...

    def preview(self, data: bytes, width: int) -> bytes:
        """The picture as a JPEG of this width."""
        ...

    def small(self, data: bytes, side: int) -> bytes:
        """The picture as a JPEG whose longer side has at most ``side`` pixels."""
        ...

    def backdrop(self, design: ProfileDesign) -> bytes:
        """A picture in the palette's colours, where there is no photograph."""
        ...
