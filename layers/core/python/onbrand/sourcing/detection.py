"""What a detector saw in a picture: values that stay with it."""

from typing import Annotated

from pydantic import Field

from onbrand.kernel.values import Value

SALIENCY = "saliency"
"""The detector's name where none looked: imaging then judges by what stands out."""

Share = Annotated[float, Field(ge=0, le=1)]


class Face(Value):
    """A face: ``box`` is left, top, right, bottom in fractions of the picture."""

    box: tuple[Share, Share, Share, Share]
    confidence: Share


class Label(Value):
    """Something that the picture shows, in a word or two."""

    name: str
    confidence: Share


class TextLine(Value):
    """A line of text as it was read: ``box`` is left, top, right, bottom in fractions of the picture."""

    words: str
    box: tuple[Share, Share, Share, Share]
    confidence: Share


class Reading(Value):
    """The lines of a picture, sure and unsure ones, and the name of the reader who found them."""

    read_by: str
    lines: tuple[TextLine, ...] = ()


class Detection(Value):
    """Who looked and what was seen, the surest labels first; ``note`` says why a detector was not asked or
    what it did not answer."""

    detector: str = SALIENCY
    faces: tuple[Face, ...] = ()
    labels: tuple[Label, ...] = ()
    note: str | None = None
