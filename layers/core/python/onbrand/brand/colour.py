"""Colours as a designer names them, and how well they read on each other."""

from typing import Annotated, NamedTuple

from pydantic import AfterValidator, StringConstraints

Hex = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$"), AfterValidator(str.upper)]
"""An sRGB colour written ``#RRGGBB``."""

MINIMUM_CONTRAST = 4.5
"""Contrast that text needs at least: WCAG 2.2, success criterion 1.4.3 (3:1 for large text)."""


class Rgb(NamedTuple):
    """sRGB, 0-255 a channel."""

    red: int
    green: int
    blue: int


def rgb(colour: str) -> Rgb:
    """The channels of ``#RRGGBB``."""
    return Rgb(*(int(colour[start : start + 2], 16) for start in (1, 3, 5)))


def relative_luminance(colour: str) -> float:
    """0 for black to 1 for white: WCAG 2.2, definition of relative luminance."""

    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(one: str, other: str) -> float:
    """1 for equal colours to 21 for black on white: WCAG 2.2, definition of contrast ratio."""
    lighter, darker = sorted((relative_luminance(one), relative_luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
