"""What can go wrong with pictures, texts and logos, in words for a marketer."""

from collections.abc import Sequence

from onbrand.kernel.errors import FieldError, Invalid, Unprocessable


class NotAPictureError(Invalid):
    """The bytes are not a JPEG, PNG, WebP, GIF or AVIF (or, for logos, an SVG) that may be used."""


class DamagedPictureError(Invalid):
    """The file begins like a picture but cannot be read to its end."""


class PictureTooLargeError(Invalid):
    """Decoding would take more memory or time than a picture may."""


class UnsafeLogoError(Invalid):
    """The SVG holds something that a logo must not: scripts, entities or references to other files."""


class UnusableFontError(Invalid):
    """The file is no TTF, OTF or WOFF2, is damaged, or may not be used; it says which."""


class TextDoesNotFitError(Unprocessable):
    """A text is too long for its place at the smallest size that is allowed. ``fitting`` is the longest
    beginning of it that would fit."""

    def __init__(self, layer: str, placement: str, text: str, fitting: str) -> None:
        hint = (
            f'The longest beginning that fits is "{fitting}".' if fitting else "Not even its first word fits."
        )
        super().__init__(
            f"The text of layer {layer!r} does not fit on {placement}, even at its smallest size. {hint}",
            [
                FieldError(
                    f"/texts/{layer}",
                    f"{len(text)} characters are too many for {placement}. {hint}",
                    "too_long",
                )
            ],
        )
        self.layer = layer
        self.placement = placement
        self.fitting = fitting


class TextsDoNotFitError(Unprocessable):
    """Texts, and perhaps logos beside them, have no room on one or more placements; ``errors`` lists each."""

    def __init__(self, detail: str, errors: Sequence[FieldError]) -> None:
        more = len(errors) - 1
        rest = f" And {more} more {'does' if more == 1 else 'do'} not fit." if more else ""
        super().__init__(detail + rest, errors)


class TextTooLongError(Unprocessable):
    """A text has more characters than any picture could show."""


class TextMissingError(Unprocessable):
    """A required slot has no text."""


class GlyphMissingError(Unprocessable):
    """None of the fonts has a letter of the text."""


class FontMissingError(Unprocessable):
    """The profile names an uploaded font whose file did not come along."""


class LogoMissingError(Unprocessable):
    """The template shows a logo, but the brand has none."""


class LogoDoesNotFitError(Unprocessable):
    """There is no room for the logo at the smallest size that the brand allows."""


class QrTooDenseError(Unprocessable):
    """The text of a QR code is too long to be read from its size on the canvas."""


class ImageMissingError(Unprocessable):
    """The template shows a picture of the brand that is not there."""


class UnknownColourError(Unprocessable):
    """The template names a colour that the palette does not have."""


class FileTooLargeError(Unprocessable):
    """Even at the lowest quality that is worth showing, the file is above the placement's limit."""
