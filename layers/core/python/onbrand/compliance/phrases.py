"""Words and sentences found in texts although case, punctuation, letters or numbers differ a little.

rapidfuzz takes 60 ms to import, which only brands that ask for words pay.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_LETTERS_A_SLIP = 8  # a wrong letter is forgiven for each so many: short words have to be exact
_VARIABLE = re.compile(r"\{[^{}]*\}")


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """Lower case, without accents, punctuation and invisible characters, one space between words."""
    # decomposed on both sides of folding: some letters have a case in their decomposed form only
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = (" " if not one.isalnum() else one for one in decomposed if not _is_silent(one))
    return " ".join("".join(kept).split())


def _is_silent(character: str) -> bool:
    return unicodedata.combining(character) > 0 or unicodedata.category(character) in ("Cf", "Mn")


def spoken(phrase: str, text: str) -> str | None:
    """The words of a text that say a phrase, up to one slip in eight letters; None when none do."""
    wanted = plain(phrase)
    words = plain(text).split()
    count = len(wanted.split())
    slips = len(wanted.replace(" ", "")) // _LETTERS_A_SLIP
    for start in range(len(words) - count + 1):
        said = " ".join(words[start : start + count])
        if said == wanted or (slips and _distance(said, wanted) <= slips):
            return said
    return None


def sentence_missing(sentence: str, text: str) -> float:
    """The share of a required sentence's letters that a text gets wrong or leaves out, 0-1. What stands in
    braces in the sentence may read as it likes; its other parts have to come in their order."""
    pieces = [piece for piece in (plain(part) for part in _VARIABLE.split(sentence)) if piece]
    total = sum(map(len, pieces))
    if not total:
        return 0.0
    rest, wrong = plain(text), 0
    for piece in pieces:
        here = _closest(piece, rest)
        if here is None:
            wrong += len(piece)
            continue
        wrong += min(len(piece), _distance(piece, rest[here[0] : here[1]]))
        rest = rest[here[1] :]
    return min(1.0, wrong / total)


def _distance(one: str, other: str) -> int:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(one, other)


def _closest(piece: str, text: str) -> tuple[int, int] | None:
    from rapidfuzz.fuzz import partial_ratio_alignment

    if piece in text:
        start = text.index(piece)
        return start, start + len(piece)
    found = partial_ratio_alignment(piece, text) if len(text) >= len(piece) else None
    return (found.dest_start, found.dest_end) if found else ((0, len(text)) if text else None)


def share_said(texts: Sequence[str], elsewhere: str) -> float:
    """The share of the words of some texts that are also said elsewhere; 1 when there are none."""
    wanted = set(plain(" ".join(texts)).split())
    if not wanted:
        return 1.0
    said = set(plain(elsewhere).split())
    return len(wanted & said) / len(wanted)
