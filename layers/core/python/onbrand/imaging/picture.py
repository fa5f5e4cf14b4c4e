"""What is known of pictures, logos and fonts that were read to their end."""

from dataclasses import dataclass
from typing import NamedTuple


class Measured(NamedTuple):
    """The upright size of a file in pixels, and its dominant colours as (``#RRGGBB``, share of the picture),
    largest first."""

    width: int
    height: int
    colours: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class NormalisedPicture:
    """A picture as we keep it: our own JPEG, sRGB, upright, without metadata; ``measured`` is the file that it
    was made of, since a very large one is kept smaller. Sizes in pixels."""

    data: bytes
    width: int
    height: int
    sha256: str
    measured: Measured


@dataclass(frozen=True, slots=True)
class Pixels:
    """All pixels of a foreign picture, upright: ``data`` is three bytes (sRGB) each, row by row. ``content_type`` is
    what the file was."""

    data: bytes
    width: int
    height: int
    content_type: str


@dataclass(frozen=True, slots=True)
class OwnFont:
    """A font as we keep it: ``file_type`` is ``ttf`` or ``otf``; ``weight`` from 100 to 900 as in CSS; a variable font has
    every hundred from there to ``heaviest``, any other has that one alone."""

    data: bytes
    file_type: str
    family: str
    weight: int
    heaviest: int
    glyphs: int


@dataclass(frozen=True, slots=True)
class OwnLogo:
    """A logo as we keep it: a checked SVG, or our own PNG. Sizes in pixels; of an SVG, of its view box."""

    data: bytes
    width: int
    height: int
