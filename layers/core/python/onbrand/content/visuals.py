"""A finished visual that was made elsewhere, judged as it would be published: by its pixels and its file, without a list of
layers. Nothing is stored but what a reader found: the same file gives the same verdict again, and is paid for once."""

from dataclasses import dataclass

from pydantic import Field

from onbrand.brand.assets import BrandAsset, texts_key
from onbrand.brand.profile import BrandProfile
from onbrand.compliance.model import Post, Verdict
from onbrand.content.objects import JSON
from onbrand.content.ports import Objects, TextReadings, VisualShelf, VisualStudio
from onbrand.identity import Access, Permission
from onbrand.kernel.errors import FieldError
from onbrand.kernel.objects import ObjectMissingError
from onbrand.kernel.values import Value
from onbrand.placement import Placement, UnknownPlacementError, placement
from onbrand.sourcing.detection import Reading


class VisualToScore(Value):
    """Where the visual is to be published, and the words that go with it. Without a placement no platform's rules and
    unsafe areas are judged; without words neither they nor what they have to say. When one of them is given, the other is
    taken to be empty."""

    placement: str | None = Field(default=None, max_length=60)
    alt_text: str | None = Field(default=None, max_length=1000)
    caption: str | None = Field(default=None, max_length=63_206)

    @property
    def post(self) -> Post | None:
        """The words; None where nothing is known of them."""
        if self.alt_text is None and self.caption is None:
            return None
        return Post(alt_text=self.alt_text or "", caption=self.caption or "")


@dataclass(frozen=True, slots=True)
class JudgedVisual:
    """A verdict with the file and the profile that it was made of."""

    verdict: Verdict
    data: bytes
    profile: BrandProfile


class Visuals:
    """Use case of members who make content."""

    def __init__(
        self, shelf: VisualShelf, studio: VisualStudio, readings: TextReadings, objects: Objects
    ) -> None:
        self._shelf = shelf
        self._studio = studio
        self._readings = readings
        self._objects = objects

    def judged(self, access: Access, brand_id: str, asset_id: str, wanted: VisualToScore) -> JudgedVisual:
        """The verdict by the present profile. Raises AssetUnknownError, AssetKindError, AssetNotReadyError,
        UnknownPlacementError."""
        access.require(Permission.CREATE_REQUEST)
        asset = self._shelf.visual(access.organization_id, brand_id, asset_id)
        target = _placement(wanted.placement)
        profile = self._shelf.profile(access.organization_id, brand_id)
        data = self._objects.get(asset.key)
        reading = self._reading(asset, data)
        verdict = self._studio.judge_visual(profile, data, target, wanted.post, reading)
        return JudgedVisual(verdict, data, profile)

    def _reading(self, asset: BrandAsset, data: bytes) -> Reading | None:
        key = texts_key(asset)
        try:
            return Reading.model_validate_json(self._objects.get(key))
        except ObjectMissingError:
            reading = self._readings.read(
                organization_id=asset.organization_id,
                brand_id=asset.brand_id,
                cause=asset.id,
                copy=lambda most: self._studio.fitted(data, most),
            )
        if reading is not None:
            self._objects.put(key, reading.model_dump_json().encode(), JSON)
        return reading


def _placement(name: str | None) -> Placement | None:
    try:
        return None if name is None else placement(name)
    except UnknownPlacementError as error:
        told = FieldError("/placement", error.detail, "unknown_placement")
        raise UnknownPlacementError(error.detail, [told]) from error
