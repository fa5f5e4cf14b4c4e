"""Composition and rendering: an artwork in, finished files for placements out.

The photograph is decoded once for all placements; each placement is laid out (layout.py), painted layer
by layer from the bottom up, and encoded within its byte limit. The same artwork gives the same bytes.
"""

import hashlib
import io
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

from PIL import Image

from onbrand.brand.layers import ImageLayer, LogoLayer
from onbrand.imaging.canvas import Canvas
from onbrand.imaging.decode import opened
from onbrand.imaging.encode import encode
from onbrand.imaging.errors import ImageMissingError, LogoMissingError
from onbrand.imaging.focal import attention
from onbrand.imaging.iptc import notes
from onbrand.imaging.layout import Content, Placed, layout
from onbrand.imaging.logo import ratio
from onbrand.imaging.model import Artwork, Composition, RenderedVariant
from onbrand.imaging.resize import Pyramid, Window
from onbrand.imaging.saliency import subject_of
from onbrand.imaging.subject import around, with_faces
from onbrand.imaging.text import PillowMeasurer
from onbrand.imaging.thumbhash import thumbhash
from onbrand.placement import Placement

THREADS = 2
OVERVIEW_WIDTH = 1024
"""Pixels that the search for the focal point is given at least, of pictures that have them."""
PREVIEW_QUALITY = 82
CENTRE = (0.5, 0.5)


def compose(artwork: Artwork, placement: Placement) -> tuple[Image.Image, Composition]:
    """The finished picture of one placement in RGB, and the layers that it was drawn from. Raises the
    errors of layout, and those of missing logos, images, colours and letters."""
    studio = _Studio(artwork, [placement])
    return studio.compose(studio.plans[0])


def render(artwork: Artwork, placements: Sequence[Placement]) -> list[RenderedVariant]:
    """Finished files for the placements, in their order. Raises what ``compose`` raises, and
    FileTooLargeError."""
    studio = _Studio(artwork, placements)
    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(lambda plan: studio.variant(plan)[0], studio.plans))


def render_each(
    artwork: Artwork, placements: Sequence[Placement]
) -> Iterator[tuple[RenderedVariant, Image.Image]]:
    """What ``render`` gives, one after the other, each with its pixels in RGB, so that nobody has to decode
    them again. Only a few pictures exist at a time."""
    studio = _Studio(artwork, placements)
    ahead: deque[Future[tuple[RenderedVariant, Image.Image]]] = deque()
    with ThreadPoolExecutor(THREADS) as threads:
        for plan in studio.plans:
            ahead.append(threads.submit(studio.variant, plan))
            if len(ahead) > THREADS:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def check_fit(artwork: Artwork, placements: Sequence[Placement]) -> None:
    """Lays every placement out and draws nothing. Raises the errors of layout, and those of missing logos and
    images. The photo is not decoded: what fits without knowing its subject fits with it, for a region that the
    subject would narrow too far stays as it is."""
    content = Content(
        artwork.profile, artwork.texts, _ratios(artwork), _size(artwork.photo), artwork.focal or CENTRE
    )
    measurer = PillowMeasurer(artwork.fonts)
    for placement in placements:
        layout(artwork.template, placement, content, measurer)


def preview_jpeg(image: Image.Image, width: int) -> bytes:
    """A JPEG of the picture, at most ``width`` pixels wide."""
    small = image.convert("RGB")
    if small.width > width:
        small = small.resize(
            (width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS
        )
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=PREVIEW_QUALITY, optimize=True)
    return buffer.getvalue()


class _Plan(NamedTuple):
    """Where everything goes on one placement."""

    placement: Placement
    layers: list[Placed]


class _Studio:
    """What all placements of an artwork share: the decoded photograph, its focal point, sizes of logos and
    images; and where everything goes on each of them."""

    def __init__(self, artwork: Artwork, placements: Sequence[Placement]) -> None:
        self.artwork = artwork
        size, self.pyramid = _decoded(artwork.photo, placements)
        # an explicit focal point wins; without one, crops may lean towards what else draws the eye
        if artwork.focal:
            focal, interest, subject = artwork.focal, None, around(artwork.focal)
        else:
            overview = self.pyramid.overview(OVERVIEW_WIDTH)
            (focal, interest) = attention(overview)
            subject = with_faces(subject_of(overview), artwork.faces)
        content = Content(artwork.profile, artwork.texts, _ratios(artwork), size, focal, interest, subject)
        measurer = PillowMeasurer(artwork.fonts)
        self.plans = [
            _Plan(placement, layout(artwork.template, placement, content, measurer))
            for placement in placements
        ]
        self.pyramid.prepare(
            [
                Window(placed.photo.crop, (placed.photo.box.width, placed.photo.box.height))
                for plan in self.plans
                for placed in plan.layers
                if placed.photo is not None
            ]
        )

    def compose(self, plan: _Plan) -> tuple[Image.Image, Composition]:
        canvas = Canvas(self.artwork, plan.placement, self.pyramid)
        for placed in plan.layers:
            canvas.draw(placed)
        return canvas.image, canvas.composition()

    def variant(self, plan: _Plan) -> tuple[RenderedVariant, Image.Image]:
        placement = plan.placement
        image, composition = self.compose(plan)
        image_format = placement.formats[0]
        preview = thumbhash(image)  # while its pixels are still in the processor's cache
        data = encode(image, image_format, placement.max_bytes, notes(self.artwork.rights))
        variant = RenderedVariant(
            placement=placement.id,
            width=image.width,
            height=image.height,
            format=image_format,
            data=data,
            sha256=hashlib.sha256(data).hexdigest(),
            thumbhash=preview,
            composition=composition,
        )
        return variant, image


def _decoded(data: bytes, placements: Sequence[Placement]) -> tuple[tuple[int, int], Pyramid]:
    """The photograph's full size, and what the largest of the placements needs of it."""
    photo = opened(data)
    size = photo.size
    scale = max((max(one.width / size[0], one.height / size[1]) for one in placements), default=1.0)
    photo.draft("RGB", (int(size[0] * scale), int(size[1] * scale)))
    photo.load()
    # converting would copy RGB as well
    return size, Pyramid(photo if photo.mode == "RGB" else photo.convert("RGB"), size)


def _ratios(artwork: Artwork) -> dict[str, float]:
    ratios = {"logo": ratio(artwork.logos[0])} if artwork.logos else {}
    for layer in artwork.template.layers:
        if isinstance(layer, LogoLayer) and "logo" not in ratios:
            raise LogoMissingError("The template shows a logo, but the brand has none yet.")
        if isinstance(layer, ImageLayer):
            if layer.image not in artwork.images:
                raise ImageMissingError(
                    f"The template shows the picture {layer.image!r}, which is not there."
                )
            width, height = _size(artwork.images[layer.image])
            ratios[layer.image] = width / height
    return ratios


def _size(data: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
        return image.size
