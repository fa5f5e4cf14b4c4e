"""Everything that touches pixels, behind the port of content: imaging draws, compliance judges."""

import hashlib
import io
from collections.abc import Iterator, Sequence

from PIL import Image

from onbrand.bootstrap.shelf import BrandShelf
from onbrand.brand.profile import BrandProfile
from onbrand.compliance.judge import judge
from onbrand.compliance.model import Verdict
from onbrand.compliance.subject import Subject
from onbrand.imaging import Artwork, Composition, LogoFile, RenderedVariant
from onbrand.imaging.child import normalise_in_child
from onbrand.imaging.facts import picture_facts
from onbrand.imaging.render import check_fit, preview_jpeg, render
from onbrand.placement import placement
from onbrand.sourcing import ColourShare, PictureFacts


class PillowStudio:
    """Draws and judges. It keeps the logos of the brand it judges for, so it lives for one call."""

    def __init__(self, shelf: BrandShelf) -> None:
        self._shelf = shelf
        self._logos: dict[tuple[str, str], tuple[LogoFile, ...]] = {}

    def normalise(self, data: bytes) -> bytes:
        """Foreign bytes, decoded in a limited child process, as our own JPEG. Raises imaging's errors."""
        return normalise_in_child(data).data

    def size(self, data: bytes) -> tuple[int, int]:
        """Width and height of our own picture."""
        return _size(data)

    def layout(self, artwork: Artwork, placements: Sequence[str]) -> None:
        """Lays out all placements and draws nothing. Raises imaging's errors when something does not fit."""
        check_fit(artwork, [placement(identifier) for identifier in placements])

    def render(self, artwork: Artwork, placements: Sequence[str]) -> Iterator[RenderedVariant]:
        """The finished files; the photo is decoded once."""
        yield from render(artwork, [placement(identifier) for identifier in placements])

    def judge(self, profile: BrandProfile, data: bytes, composition: Composition) -> Verdict:
        """What a rendered picture scores under the profile."""
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
            picture = image.convert("RGB")
        subject = Subject(
            picture=picture,
            design=profile.design,
            composition=composition,
            placement=placement(composition.placement),
            logos=self._logos_of(profile),
            sha256=hashlib.sha256(data).hexdigest(),
        )
        return judge(subject, profile.version)

    def preview(self, data: bytes, width: int) -> bytes:
        """The picture as a JPEG of at most this width."""
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
            return preview_jpeg(image, width)

    def _logos_of(self, profile: BrandProfile) -> tuple[LogoFile, ...]:
        key = profile.organization_id, profile.id
        if key not in self._logos:
            self._logos[key] = tuple(self._shelf.logos(*key))
        return self._logos[key]


class ChildProbe:
    """Looks at pictures from elsewhere: they are decoded in the limited child, then measured."""

    def probe(self, data: bytes) -> PictureFacts:
        """Size and dominant colours. Raises imaging's errors."""
        picture = normalise_in_child(data)
        facts = picture_facts(picture.data)
        colours = tuple(ColourShare(hex=colour, share=share) for colour, share in facts.colours)
        return PictureFacts(width=picture.width, height=picture.height, colours=colours)


def _size(data: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
        return image.size
