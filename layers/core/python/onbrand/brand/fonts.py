"""Fonts that texts can be set in: the open ones that OnBrand brings along, whose files lie in the imaging layer, each
with its OFL licence; and those that a brand uploaded."""

from onbrand.kernel.values import Value


class FontFamily(Value):
    """A family and the weights (100-900, CSS) that are there."""

    name: str
    weights: tuple[int, ...]
    style: str


class BrandFont(Value):
    """The uploaded file that a version of a profile sets one weight of a family in. Its bytes never change:
    ``sha256`` is theirs, a newer upload is another asset."""

    family: str
    weight: int
    asset_id: str
    sha256: str
    content_type: str


OPEN_FONTS: dict[str, FontFamily] = {
    family.name: family
    for family in (
        FontFamily(name="Inter", weights=(400, 500, 600, 700), style="sans"),
        FontFamily(name="Literata", weights=(400, 600, 700), style="serif"),
        FontFamily(name="Archivo", weights=(400, 600, 700, 800), style="sans"),
        FontFamily(name="Fraunces", weights=(400, 600, 700), style="display"),
        FontFamily(name="Noto Sans Hebrew", weights=(400, 600, 700), style="sans"),
        FontFamily(name="Noto Sans Arabic", weights=(400, 600, 700), style="sans"),
    )
}
