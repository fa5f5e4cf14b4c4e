"""Texts as they will be set: composed, without control characters, in the letter case that the design asks
for."""

import unicodedata

from onbrand.brand.profile import LetterCase
from onbrand.imaging.errors import TextTooLongError

MAX_LETTERS = 1000
"""Longer texts belong into the caption; the limit also bounds the time that layout may take."""

MAX_MARKS = 3
"""Combining marks that a letter keeps: no language needs more, and towers of them grow over other lines."""


def cleaned(text: str) -> str:
    """The text in Unicode's composed form, without control and formatting characters (those that turn
    the writing direction among them) and without towers of marks; line ends are kept.
    Raises TextTooLongError."""
    if len(text) > MAX_LETTERS:
        raise TextTooLongError(
            f"A text on a picture has at most {MAX_LETTERS} characters; this one has {len(text)}."
        )
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    kept: list[str] = []
    marks = 0
    for character in composed:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MAX_MARKS and (character == "\n" or unicodedata.category(character) not in ("Cc", "Cf")):
            kept.append(character)
    return "".join(kept).strip()


def in_case(text: str, case: LetterCase) -> str:
    """The text in capitals, or with a capital at its beginning."""
    if case is LetterCase.UPPER:
        return text.upper()
    if case is LetterCase.SENTENCE:
        return text[:1].upper() + text[1:]
    return text
