"""What a layer list tells of the texts, held against the picture: confirmed, contradicted, or taken at its word."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from onbrand.compliance.model import Box, ReadText
from onbrand.compliance.phrases import sentence_missing
from onbrand.compliance.redrawn import Likeness
from onbrand.imaging.model import PlacedLayer

UNLIKE = 0.79
"""Likeness below which the strokes are not those of the listed line: half way and more to others."""

SLIPS, ANOTHER = 0.1, 0.3
"""Shares of a text's letters that a reader may get wrong; that make it another text."""


@dataclass(frozen=True)
class Told:
    """A listed text with its lines as far as they could be compared, and what was read at its place; ``read`` is empty
    where nothing was."""

    layer: PlacedLayer
    lines: tuple[Likeness, ...]
    read: str = ""

    @property
    def words(self) -> str:
        """What the list says that it says."""
        return self.layer.text or " ".join(self.layer.lines)

    @cached_property
    def least_alike(self) -> Likeness | None:
        """The line that is least like the listed one; None when none could be compared."""
        return min(self.lines, key=lambda one: one.share, default=None)

    @property
    def is_drawn(self) -> bool:
        """Whether the picture shows these words in this font."""
        return len(self.lines) == len(self.layer.lines) > 0 and not self._is_unlike

    @cached_property
    def misread(self) -> float | None:
        """The share of its letters that were read otherwise; None when nothing was read there, or when its very strokes
        are there: a reader slips more easily."""
        return sentence_missing(self.words, self.read) if self.read and not self.is_drawn else None

    @property
    def is_contradicted(self) -> bool:
        """Whether the picture shows something else."""
        return self._is_unlike or (self.misread is not None and self.misread > ANOTHER)

    @property
    def says_it(self) -> bool:
        """Whether the picture shows these words, in whatever font."""
        return self.is_drawn or (self.misread is not None and self.misread <= ANOTHER)

    @property
    def is_known(self) -> bool:
        """Whether the picture's words at its place are known, be they these or others."""
        return self.says_it or bool(self.read)

    @property
    def _is_unlike(self) -> bool:
        return self.least_alike is not None and self.least_alike.share < UNLIKE


def read_at(box: Box, lines: Sequence[ReadText]) -> str:
    """The words that were read within a box, line by line."""
    x, y, width, height = box
    return " ".join(
        one.words
        for one in lines
        if x <= one.box[0] + one.box[2] / 2 <= x + width and y <= one.box[1] + one.box[3] / 2 <= y + height
    )


def at_its_word(texts: Sequence[Told], what: str) -> str | None:
    """That ``what`` of these texts is known from the list alone; None when there are none."""
    if not texts:
        return None
    names = ", ".join(repr(one.layer.id) for one in texts)
    which, them = (f"the text {names}", "it") if len(texts) == 1 else (f"the texts {names}", "them")
    if all(one.is_contradicted for one in texts):
        return f"The picture contradicts the layer list about {which}: {what} of {them} was not judged."
    return (
        f"For {what} of {which} there is only the layer list's word: on the pixels it could not be compared."
    )
