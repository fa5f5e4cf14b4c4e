"""Everything that touches pixels, behind the port of content: imaging draws, compliance judges."""

import hashlib
from collections.abc import Iterator, Sequence

from PIL import Image

from onbrand.bootstrap.shelf import BrandShelf
from onbrand.brand.profile import BrandProfile, ProfileDesign
from onbrand.compliance.judge import judge
from onbrand.compliance.model import FileFacts, Post, Verdict
from onbrand.compliance.subject import Subject
from onbrand.content.reading import read_texts
from onbrand.imaging import Artwork, Composition, LogoFile, RenderedVariant
from onbrand.imaging.backdrop import backdrop
from onbrand.imaging.child import pixels_in_child
from onbrand.imaging.decode import opened
from onbrand.imaging.lines import FontFile
from onbrand.imaging.render import check_fit, preview_jpeg, render_each
from onbrand.imaging.small import fitted_jpeg, small_jpeg
from onbrand.placement import Placement, placement
from onbrand.sourcing import Reading


class PillowStudio:
    """Draws and judges. It keeps the logos and fonts of the brand it judges for and the pixels of the picture that it
    drew or took in last, so it lives for one call."""

    def __init__(self, shelf: BrandShelf) -> None:
        self._shelf = shelf
        self._logos: dict[tuple[str, str], tuple[LogoFile, ...]] = {}
        self._former: dict[tuple[str, str], tuple[LogoFile, ...]] = {}
        self._fonts: dict[tuple[str, str, int], tuple[FontFile, ...]] = {}
        self._in_hand: tuple[str, Image.Image] | None = None

    def layout(self, artwork: Artwork, placements: Sequence[str]) -> None:
        """Lays out all placements and draws nothing. Raises imaging's errors when something does not fit."""
        check_fit(artwork, [placement(identifier) for identifier in placements])

    def render(self, artwork: Artwork, placements: Sequence[str]) -> Iterator[RenderedVariant]:
        """The finished files; the photo is decoded once."""
        for variant, picture in render_each(artwork, [placement(identifier) for identifier in placements]):
            self._in_hand = variant.sha256, picture
            yield variant

    def judge(
        self, profile: BrandProfile, data: bytes, composition: Composition, post: Post | None = None
    ) -> Verdict:
        """What a rendered picture scores under the profile, with the words that go with it, where they are
        known."""
        sha256 = hashlib.sha256(data).hexdigest()
        subject = Subject(
            picture=self._pixels(data, sha256),
            design=profile.design,
            composition=composition,
            placement=placement(composition.placement),
            logos=self._logos_of(profile),
            sha256=sha256,
            file=FileFacts.of(data),
            post=post,
            former_logos=self._former_of(profile),
            fonts=self._fonts_of(profile),
        )
        return judge(subject, profile.version)

    def judge_visual(
        self,
        profile: BrandProfile,
        data: bytes,
        target: Placement | None,
        post: Post | None,
        reading: Reading | None,
    ) -> Verdict:
        """What a picture from elsewhere scores under the profile. Raises imaging's errors."""
        sha256 = hashlib.sha256(data).hexdigest()
        picture = self._foreign(data, sha256)
        subject = Subject(
            picture=picture,
            design=profile.design,
            placement=target,
            logos=self._logos_of(profile),
            sha256=sha256,
            file=FileFacts.of(data),
            post=post,
            read=read_texts(reading.lines, *picture.size) if reading else None,
            read_by=reading.read_by if reading else None,
            former_logos=self._former_of(profile),
            fonts=self._fonts_of(profile),
        )
        return judge(subject, profile.version)

    def fitted(self, data: bytes, most: int) -> bytes:
        """A picture from elsewhere as a JPEG of at most so many bytes. Raises imaging's errors."""
        return fitted_jpeg(self._foreign(data, hashlib.sha256(data).hexdigest()), most)

    def _foreign(self, data: bytes, sha256: str) -> Image.Image:
        """Its pixels, which a limited child has decoded."""
        if self._in_hand is None or self._in_hand[0] != sha256:
            found = pixels_in_child(data)
            self._in_hand = sha256, Image.frombytes("RGB", (found.width, found.height), found.data)
        return self._in_hand[1]

    def preview(self, data: bytes, width: int) -> bytes:
        """The picture as a JPEG of at most this width."""
        return preview_jpeg(self._pixels(data, hashlib.sha256(data).hexdigest()), width)

    def small(self, data: bytes, side: int) -> bytes:
        """The picture as a JPEG whose longer side has at most ``side`` pixels."""
        return small_jpeg(self._pixels(data, hashlib.sha256(data).hexdigest()), side)

    def _pixels(self, data: bytes, sha256: str) -> Image.Image:
        """Those that the file was encoded from when it was drawn last, decoded ones otherwise."""
        if self._in_hand is not None and self._in_hand[0] == sha256:
            return self._in_hand[1]
        return opened(data).convert("RGB")

    def backdrop(self, design: ProfileDesign) -> bytes:
        """A picture in the palette's colours, where there is no photograph."""
        return backdrop(design)

    def _logos_of(self, profile: BrandProfile) -> tuple[LogoFile, ...]:
        key = profile.organization_id, profile.id
        if key not in self._logos:
            self._logos[key] = tuple(self._shelf.logos(*key))
        return self._logos[key]

    def _fonts_of(self, profile: BrandProfile) -> tuple[FontFile, ...]:
        key = profile.organization_id, profile.id, profile.version
        if key not in self._fonts:
            self._fonts[key] = tuple(self._shelf.fonts(profile))
        return self._fonts[key]

    def _former_of(self, profile: BrandProfile) -> tuple[LogoFile, ...]:
        key = profile.organization_id, profile.id
        if key not in self._former:
            self._former[key] = tuple(self._shelf.replaced_logos(*key))
        return self._former[key]
