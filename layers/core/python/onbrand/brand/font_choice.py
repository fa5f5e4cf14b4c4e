"""Which files a profile's texts are set in: its families and weights among the open fonts and the brand's uploads."""

from collections.abc import Collection, Sequence
from typing import TypeAlias

from onbrand.brand.assets import BrandAsset
from onbrand.brand.errors import FontUnknownError
from onbrand.brand.fonts import OPEN_FONTS, BrandFont
from onbrand.brand.profile import FontChoice, TypographyRules
from onbrand.kernel.errors import FieldError

Face: TypeAlias = tuple[str, int]
"""A family and a weight of it."""


def check_fonts(typography: TypographyRules, uploaded: Collection[Face]) -> None:
    """Raises FontUnknownError that points at each family and weight that is neither open nor uploaded."""
    errors = [
        *_unknown("/typography/heading", typography.heading, uploaded),
        *_unknown("/typography/body", typography.body, uploaded),
    ]
    if errors:
        raise FontUnknownError(" ".join(dict.fromkeys(error.detail for error in errors)), errors)


def fonts_of(typography: TypographyRules, uploaded: Sequence[BrandAsset]) -> tuple[BrandFont, ...]:
    """The uploaded files that the typography needs, the newest of each weight. An upload goes before an open font of
    the same name. Raises FontUnknownError."""
    newest: dict[Face, BrandFont] = {}
    for asset in sorted(uploaded, key=lambda one: one.id):
        if asset.family is None or asset.sha256 is None:
            continue
        for weight in asset.weights:
            newest[asset.family, weight] = BrandFont(
                family=asset.family,
                weight=weight,
                asset_id=asset.id,
                sha256=asset.sha256,
                content_type=asset.content_type,
            )
    check_fonts(typography, newest)
    return tuple(newest[face] for face in sorted(_faces(typography)) if face in newest)


def _faces(typography: TypographyRules) -> set[Face]:
    """Every family and weight that texts may be set in."""
    return {
        (choice.family, weight)
        for choice in (typography.heading, typography.body)
        for weight in choice.weights
    }


def _unknown(pointer: str, choice: FontChoice, uploaded: Collection[Face]) -> list[FieldError]:
    families = [*OPEN_FONTS, *sorted({family for family, _ in uploaded} - set(OPEN_FONTS))]
    if choice.family not in families:
        detail = (
            f"There is no font {choice.family!r}. There are {', '.join(families)}; "
            "upload the files of another to use it."
        )
        return [FieldError(f"{pointer}/family", detail, "unknown_font")]
    weights = {weight for family, weight in uploaded if family == choice.family}
    if choice.family in OPEN_FONTS:
        weights |= set(OPEN_FONTS[choice.family].weights)
    known = ", ".join(map(str, sorted(weights)))
    return [
        FieldError(
            f"{pointer}/weights/{index}",
            f"{choice.family} has no weight {weight}. It has {known}.",
            "unknown_weight",
        )
        for index, weight in enumerate(choice.weights)
        if weight not in weights
    ]
