"""SourceImage: finds, licenses and stores the picture that everything else is made of."""

from dataclasses import replace
from hashlib import sha256

from onbrand.brand.profile import ImageryRules
from onbrand.content.assets import Asset, SourcedPicture
from onbrand.content.model import Change, ContentRequest, Job, RequestStatus
from onbrand.content.objects import JPEG, SOURCE, object_key
from onbrand.content.pinned import pinned_profile
from onbrand.content.ports import Brands, Objects, PictureEye, PictureSource, RequestRepository
from onbrand.content.transitions import Steps, change_request, has_turn
from onbrand.kernel.clock import Clock
from onbrand.kernel.ids import Ids
from onbrand.placement import placement
from onbrand.sourcing.model import ImageFilter, ImageQuery, LicenceType, People, SourcedImage


class SourceImage:
    """The second state. What was fetched in an earlier attempt is used again and never bought twice."""

    def __init__(
        self,
        repository: RequestRepository,
        brands: Brands,
        pictures: PictureSource,
        eye: PictureEye,
        objects: Objects,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._brands = brands
        self._pictures = pictures
        self._eye = eye
        self._objects = objects
        self._ids = ids
        self._steps = Steps(clock, ids)

    def source(self, job: Job) -> None:
        """Raises the errors of sourcing and imaging, RateLimitedError, StaleAttemptError, RequestClosedError."""
        request = self._repository.request(job.organization_id, job.request_id)
        if not has_turn(request, job, RequestStatus.SOURCING):
            return
        asset = Asset(id=self._ids.new(), request_id=request.id, source=self._fetch(request, job))

        def decide(current: ContentRequest) -> Change | None:
            if not has_turn(current, job, RequestStatus.SOURCING):
                return None
            source = asset.source
            payload = (
                {
                    "asset_id": asset.id,
                    "provider": source.provider,
                    "provider_id": source.provider_id,
                    "subject_by": source.seen.detector,
                }
                if source
                else {}
            )
            change = self._steps.step(
                current, "ImageSourced", payload, status=RequestStatus.COMPOSING, asset_id=asset.id
            )
            return replace(change, asset=asset)

        change_request(self._repository, self._repository.save, job.organization_id, job.request_id, decide)

    def _fetch(self, request: ContentRequest, job: Job) -> SourcedPicture:
        design = pinned_profile(self._brands, request).design
        fetched = self._pictures.choose_and_fetch(
            organization_id=job.organization_id,
            request_id=job.request_id,
            query=picture_query(request, design.imagery),
            palette=tuple(colour.hex for colour in design.palette),
            brand_id=request.brand_id,
        )
        key = object_key(job, SOURCE)
        self._objects.put(key, fetched.data, JPEG)
        digest = sha256(fetched.data).hexdigest()
        record = licence_record(fetched.image, key, fetched.width, fetched.height, digest)
        seen = self._eye.look(
            organization_id=job.organization_id, request_id=job.request_id, data=fetched.data
        )
        return record.model_copy(update={"seen": seen})


def picture_query(request: ContentRequest, imagery: ImageryRules) -> ImageQuery:
    """What to search for: the brief's keywords, the profile's conditions, the longest side that a placement
    has."""
    people = {True: People.INCLUDE, False: People.EXCLUDE, None: None}[imagery.people]
    sides = [max(placement(name).width, placement(name).height) for name in request.placements]
    return ImageQuery(
        keywords=request.brief.keywords,
        filter=ImageFilter(
            licences=tuple(LicenceType(licence.value) for licence in imagery.licences),
            exclude_ai_generated=not imagery.allow_ai_generated,
            people=people,
        ),
        min_long_side=max(sides),
    )


def licence_record(image: SourcedImage, key: str, width: int, height: int, digest: str) -> SourcedPicture:
    """The provenance of a picture together with our normalised copy of it."""
    return SourcedPicture(
        provider=image.provider,
        provider_id=image.provider_id,
        title=image.title,
        author_id=image.author.id,
        author=image.author.name,
        licence=image.licence.type.value,
        licence_url=image.licence.url,
        credit=image.licence.credit,
        page_url=image.page_url,
        filename=image.filename,
        is_ai_generated=image.is_ai_generated,
        downloaded_at=image.downloaded_at,
        original_width=image.width,
        original_height=image.height,
        original_sha256=image.sha256,
        match=image.score,
        key=key,
        width=width,
        height=height,
        sha256=digest,
    )
