"""The open fonts that OnBrand brings along; their files lie in the imaging layer, each with its OFL licence."""

from onbrand.kernel.values import Value


class FontFamily(Value):
    """A family and the weights (100-900, CSS) that are there."""

    name: str
    weights: tuple[int, ...]
    style: str


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
