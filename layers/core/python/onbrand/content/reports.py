"""The compliance report of a request: its verdicts as one page, with the pictures in it."""

from collections.abc import Sequence

from onbrand.brand.profile import ProfileDesign
from onbrand.compliance.cures import sentence
from onbrand.compliance.model import Verdict
from onbrand.compliance.report import Before, ReportPage, WithWaivers, render_report
from onbrand.content.assets import Variant
from onbrand.content.counting import PictureStanding
from onbrand.content.errors import ReportTooLargeError, VariantNotFoundError
from onbrand.content.files import read_layers
from onbrand.content.measured import Measured, Measurements
from onbrand.content.model import RequestStory
from onbrand.content.objects import MAX_PICTURE_BYTES
from onbrand.content.ports import Brands, Objects, RequestRepository
from onbrand.content.remedies import Remedy
from onbrand.identity import Access, Permission


class VerdictPages:
    """Use case of members who want to see, print or send what was measured."""

    def __init__(
        self, repository: RequestRepository, measurements: Measurements, brands: Brands, objects: Objects
    ) -> None:
        self._repository = repository
        self._measurements = measurements
        self._brands = brands
        self._objects = objects

    def html(self, access: Access, request_id: str, placement: str | None = None) -> str:
        """The page about the variant of a placement; about all of them, in small pictures, when none is named.

        Raises RequestNotFoundError, VariantNotFoundError when it is not rendered yet, ReportTooLargeError,
        VerdictMissingError.
        """
        access.require(Permission.READ)
        story = self._repository.story(access.organization_id, request_id)
        wanted = [one for one in story.variants if placement in (None, one.placement)]
        if not wanted:
            raise VariantNotFoundError(
                f"The request has no finished file for {placement}."
                if placement
                else "The request has no finished file yet."
            )
        measured = self._measurements.of(story)
        return render_report(self._pages(measured, wanted, placement is None), self._profile(story))

    def _pages(self, measured: Measured, variants: Sequence[Variant], small: bool) -> list[ReportPage]:
        pages, room = [], MAX_PICTURE_BYTES
        standings = {one.placement: one for one in measured.waived.pictures}
        for variant in variants:
            key = variant.preview_key if variant.preview_key and small else variant.key
            if not small and variant.bytes > MAX_PICTURE_BYTES:
                key = variant.preview_key or key
            picture = self._objects.get(key)
            room -= len(picture)
            if room < 0:
                raise ReportTooLargeError("The pictures are too large for one page; name a placement.")
            before = self._before(measured, variant, 0 if small else room)
            room -= len(before.picture or b"") if before else 0
            layers = None if small else read_layers(self._objects, variant.layers_key, variant.placement)
            verdict = measured.variants[variant.placement].parsed()
            waived = waived_of(standings.get(variant.placement))
            pages.append(ReportPage(verdict, picture, layers, before, waived))
        return pages

    def _before(self, measured: Measured, variant: Variant, room: int) -> Before | None:
        """How the variant was before its own remedy; of the lead placement, before the asset's."""
        asset, remedy, judged = measured.story.asset, variant.remedy, measured.variants[variant.placement]
        if remedy is None and asset is not None and asset.lead_placement == variant.placement:
            remedy, judged = asset.lead_remedy, measured.lead or judged
        if remedy is None or judged.before is None:
            return None
        return before_of(remedy, Verdict.model_validate(judged.before), self._picture(remedy, room))

    def _picture(self, remedy: Remedy, room: int) -> bytes | None:
        if remedy.key is None or not room:
            return None
        picture = self._objects.get(remedy.key)
        return picture if len(picture) <= room else None

    def _profile(self, story: RequestStory) -> ProfileDesign:
        request = story.request
        version = request.pinned.profile_version if request.pinned else None
        return self._brands.profile(request.organization_id, request.brand_id, version).design


def before_of(remedy: Remedy, before: Verdict, picture: bytes | None = None) -> Before:
    """The remedy as the report shows it."""
    return Before(before, tuple(sentence(fix) for fix in remedy.fixes), picture)


def waived_of(standing: PictureStanding | None) -> WithWaivers | None:
    """The picture with its waivers as the report shows it; None when nothing on it is waived."""
    if standing is None or not standing.said:
        return None
    return WithWaivers(standing.counted.score, standing.counted.outcome, tuple(standing.said))
