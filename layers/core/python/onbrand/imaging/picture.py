"""What is known of a picture besides its pixels."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class NormalisedPicture:
    """A picture as we keep it: our own JPEG, sRGB, upright, without metadata. Sizes in pixels."""

    data: bytes
    width: int
    height: int
    sha256: str


class PictureFacts(NamedTuple):
    """Size in pixels and dominant colours as (``#RRGGBB``, share of the picture), largest first."""

    width: int
    height: int
    colours: list[tuple[str, float]]
