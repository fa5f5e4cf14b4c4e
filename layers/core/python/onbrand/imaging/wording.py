"""Texts as they will be set: composed, without control characters, in the letter case that the design asks
for."""

import unicodedata

from onbrand.brand.profile import LetterCase
from onbrand.imaging.errors import TextTooLongError

MAX_LETTERS = 1000
"""Longer texts belong into the caption; the limit also bounds the time that layout may take."""


def cleaned(text: str) -> str:
    """The text in Unicode's composed form, without control and formatting characters; line ends are kept.
    Raises TextTooLongError."""
    if len(text) > MAX_LETTERS:
        raise TextTooLongError(
            f"A text on a picture has at most {MAX_LETTERS} characters; this one has {len(text)}."
        )
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    return "".join(
        character
        for character in composed
        if character == "\n" or unicodedata.category(character) not in ("Cc", "Cf")
    ).strip()


def in_case(text: str, case: LetterCase) -> str:
    """The text in capitals, or with a capital at its beginning."""
    if case is LetterCase.UPPER:
        return text.upper()
    if case is LetterCase.SENTENCE:
        return text[:1].upper() + text[1:]
    return text
