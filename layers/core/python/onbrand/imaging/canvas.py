"""The canvas of one placement: draws what layout placed and keeps a record of it."""

import io
from math import ceil
from typing import Any

from PIL import Image, ImageChops, ImageFilter

from onbrand.brand.colour import rgb
from onbrand.brand.layers import (
    ColourLayer,
    GradientLayer,
    ImageLayer,
    LogoLayer,
    PhotoLayer,
    QrLayer,
    ScrimLayer,
    Shadow,
    ShapeLayer,
    TextLayer,
)
from onbrand.imaging import paint
from onbrand.imaging.calm import Bounds
from onbrand.imaging.crop import PhotoPlace
from onbrand.imaging.errors import UnknownColourError
from onbrand.imaging.flow import PlacedItem, TextItem
from onbrand.imaging.geometry import Rect
from onbrand.imaging.layout import Placed, case_of
from onbrand.imaging.lines import Font, TextBlock
from onbrand.imaging.logo import drawn, readable_variant
from onbrand.imaging.model import Artwork, Composition, LayerType, PlacedLayer
from onbrand.imaging.resize import Pyramid
from onbrand.imaging.setting import Lines, set_lines
from onbrand.imaging.text import PillowMeasurer, draw_line
from onbrand.placement import Placement

NEUTRAL = {"multiply": "white", "screen": "black"}
MIXED = {"multiply": ImageChops.multiply, "screen": ImageChops.screen}


def _shown(face: Bounds, size: tuple[int, int], place: PhotoPlace) -> Rect:
    """Where a face of a photograph of ``size`` pixels stands on the canvas; empty when it is cut away."""
    left, top = (face[axis] * size[axis] - place.crop[axis] for axis in (0, 1))
    right, bottom = (face[axis + 2] * size[axis] - place.crop[axis] for axis in (0, 1))
    x, y = place.box.x + round(left * place.scale), place.box.y + round(top * place.scale)
    width, height = round((right - left) * place.scale), round((bottom - top) * place.scale)
    return Rect(x, y, width, height).cut(place.box)


def _reach_of_shadow(placed: Placed) -> int:
    """Pixels around a text that its shadow may darken."""
    layer, flowed = placed.layer, placed.flowed
    if not isinstance(layer, TextLayer) or layer.shadow is None or flowed is None or flowed.text is None:
        return 0
    shadow = layer.shadow
    return ceil((max(abs(shadow.right), abs(shadow.down)) + 2 * shadow.blur) * flowed.text.size)


class Canvas:
    """An RGB picture that grows layer by layer, bottom first."""

    def __init__(self, artwork: Artwork, placement: Placement, pyramid: Pyramid) -> None:
        self._image: Image.Image | None = None
        self._artwork, self._placement, self._pyramid = artwork, placement, pyramid
        self._short = min(placement.width, placement.height)
        self._drawn: list[PlacedLayer] = []
        self._measurer = PillowMeasurer(artwork.fonts)

    @property
    def image(self) -> Image.Image:
        """The picture so far, white before anything is drawn."""
        if self._image is None:
            self._image = Image.new("RGB", (self._placement.width, self._placement.height), "white")
        return self._image

    def composition(self) -> Composition:
        """The layers drawn so far."""
        return Composition(
            placement=self._placement.id,
            width=self._placement.width,
            height=self._placement.height,
            layers=tuple(self._drawn),
        )

    def draw(self, placed: Placed) -> None:
        """Draws one layer. Raises UnknownColourError."""
        layer = placed.layer
        area = placed.flowed.pill if placed.flowed and placed.flowed.pill else placed.box
        if layer.opacity == 1 and layer.blend == "normal":
            self._draw(placed)
            return
        area = area.inset(-_reach_of_shadow(placed)).cut(Rect(0, 0, *self.image.size))
        corners = (area.x, area.y, area.right, area.bottom)
        before = self.image.crop(corners)
        if layer.blend != "normal":
            self.image.paste(NEUTRAL[layer.blend], corners)
        self._draw(placed)
        after = self.image.crop(corners)
        if layer.blend != "normal":
            after = MIXED[layer.blend](before, after)
        self.image.paste(Image.blend(before, after, layer.opacity), (area.x, area.y))

    def _draw(self, placed: Placed) -> None:
        layer, box = placed.layer, placed.box
        match layer:
            case PhotoLayer() if placed.photo is not None:
                self._photo(layer, placed.photo)
            case ColourLayer():
                paint.fill(self.image, box, self._colour(layer.colour))
                self._record(placed, LayerType.COLOUR, colours=(self._colour(layer.colour),))
            case GradientLayer():
                start, end = self._colour(layer.start), self._colour(layer.end)
                paint.fill_gradient(self.image, box, start, end, layer.angle, layer.kind == "radial")
                self._record(placed, LayerType.GRADIENT, colours=(start, end))
            case ScrimLayer():
                colour = self._colour(layer.colour)
                paint.veil(self.image, box, colour, layer.strength, layer.edge, layer.hold)
                self._record(placed, LayerType.SCRIM, colours=(colour,))
            case ShapeLayer():
                colour = self._colour(layer.colour)
                round_ends = layer.shape == "line"
                radius = min(box.width, box.height) // 2 if round_ends else round(layer.radius * self._short)
                paint.fill_shape(self.image, box, colour, layer.shape, radius)
                self._record(placed, LayerType.SHAPE, colours=(colour,))
            case TextLayer() if placed.flowed is not None and placed.flowed.text is not None:
                self._text(placed, layer, placed.flowed, placed.flowed.text)
            case LogoLayer():
                self._logo(placed, layer)
            case ImageLayer():
                self._picture(placed, layer)
            case QrLayer():
                dark, light = self._colour(layer.colour), self._colour(layer.background)
                paint.draw_qr(self.image, box, self._artwork.texts[layer.slot], dark, light)
                self._record(placed, LayerType.QR, colours=(dark, light))

    def _colour(self, name: str) -> str:
        found = name.upper() if name.startswith("#") else self._artwork.profile.colour(name)
        if found is None:
            raise UnknownColourError(
                f"The template uses the colour {name!r}, which the palette does not have."
            )
        return found

    def _record(self, placed: Placed, kind: LayerType, box: Rect | None = None, **facts: Any) -> None:
        layer = placed.layer
        self._drawn.append(
            PlacedLayer(id=layer.id, type=kind, box=tuple(box or placed.box), opacity=layer.opacity, **facts)
        )

    def _photo(self, layer: PhotoLayer, place: PhotoPlace) -> None:
        box = place.box
        picture = self._pyramid.window(place.crop, (box.width, box.height))
        radius = round(layer.radius * self._short) if place.panel else 0
        mask = paint.shape_mask("rectangle", box.width, box.height, radius) if radius else None
        if mask is None and picture.size == (self._placement.width, self._placement.height):
            self._image = picture  # nothing below it shows
        else:
            self.image.paste(picture, (box.x, box.y), mask)
        self._record(
            Placed(layer, box),
            LayerType.PHOTO,
            focal=place.focal,
            scale=round(place.scale, 4),
            faces=tuple(
                tuple(shown)
                for face in self._artwork.faces
                if (shown := _shown(face, self._pyramid.full_size, place)).area
            ),
        )

    def _text(self, placed: Placed, layer: TextLayer, flowed: PlacedItem, block: TextBlock) -> None:
        item = flowed.item
        if not isinstance(item, TextItem):
            raise TypeError(f"layer {layer.id} flowed as something else than a text")
        if layer.box is not None and flowed.pill is not None:
            ground = self._colour(layer.box.colour)
            radius = flowed.pill.height // 2 if layer.box.round else 0
            paint.fill_shape(self.image, flowed.pill, ground, "rectangle", radius)
            self._drawn.append(
                PlacedLayer(
                    id=f"{layer.id}-box",
                    type=LayerType.SHAPE,
                    box=tuple(flowed.pill),
                    opacity=layer.opacity,
                    colours=(ground,),
                )
            )
        colour = self._colour(layer.colour)
        font = self._measurer.found(item.font)
        lines = set_lines(placed.box, block, font, layer.align, self._measurer)
        if layer.shadow is not None:
            self._shadow(placed, layer.shadow, lines, font, block.size)
        if layer.outline is not None:
            edge, width = rgb(self._colour(layer.outline.colour)), layer.outline.width * block.size
            for left, baseline, line in lines:
                draw_line(self.image, left, baseline, line, font, block.size, edge, width)
        for left, baseline, line in lines:
            draw_line(self.image, left, baseline, line, font, block.size, rgb(colour))
        self._record(
            placed,
            LayerType.TEXT,
            colours=(colour,),
            text=item.text,
            lines=block.lines,
            role=layer.role.value,
            font_family=item.font.family,
            font_weight=item.font.weight,
            font_size=float(block.size),
            line_height=round(block.line_height, 2),
            letter_spacing=item.font.spacing,
            letter_case=case_of(layer, self._artwork.profile).value,
        )

    def _shadow(self, placed: Placed, shadow: Shadow, lines: Lines, font: Font, size: int) -> None:
        area = placed.box.inset(-_reach_of_shadow(placed)).cut(Rect(0, 0, *self.image.size))
        mask = Image.new("L", (area.width, area.height))
        for left, baseline, line in lines:
            x, y = left - area.x + shadow.right * size, baseline - area.y + shadow.down * size
            draw_line(mask, x, y, line, font, size, round(255 * shadow.opacity))
        mask = mask.filter(ImageFilter.GaussianBlur(shadow.blur * size / 2))
        self.image.paste(rgb(self._colour(shadow.colour)), (area.x, area.y, area.right, area.bottom), mask)

    def _logo(self, placed: Placed, layer: LogoLayer) -> None:
        box = placed.box
        ground = self.image.crop((box.x, box.y, box.right, box.bottom))
        wanted = (logo for logo in self._artwork.logos if logo.variant is layer.variant)
        logo = next(wanted, None) or readable_variant(self._artwork.logos, ground)
        pixels = drawn(logo, box.width, box.height)
        self.image.paste(pixels, (box.x, box.y), pixels)
        self._record(placed, LayerType.LOGO, variant=logo.variant, asset_id=logo.asset_id)

    def _picture(self, placed: Placed, layer: ImageLayer) -> None:
        box = placed.box
        with Image.open(io.BytesIO(self._artwork.images[layer.image]), formats=("JPEG", "PNG")) as image:
            pixels = image.convert("RGBA").resize((box.width, box.height), Image.Resampling.LANCZOS)
        self.image.paste(pixels, (box.x, box.y), pixels)
        self._record(placed, LayerType.IMAGE)
