"""Which candidates are what was asked for, and which of them is the best.

score = 0.50 relevance + 0.35 palette + 0.15 size, each 0..1:

- relevance: 1 for the first of the considered candidates, falling evenly towards 0 behind the last;
- palette: 1 on the palette, 0 from an OKLab distance of 0.35 on (about a strong colour against grey);
- size: long side over the wanted long side, at most 1.

What is unknown (no preview, no dimensions) counts 0.5. Equal scores keep the provider's order, so the same
answers
always give the same choice.
"""

from collections.abc import Sequence
from math import ceil

from onbrand.sourcing.model import Candidate, Detail, ImageFilter, LicenceOffer, Orientation, PictureFacts
from onbrand.sourcing.palette import palette_distance

RELEVANCE_WEIGHT = 0.50
PALETTE_WEIGHT = 0.35
SIZE_WEIGHT = 0.15
FAR_FROM_PALETTE = 0.35
UNKNOWN = 0.5

SHAPE_TOLERANCE = 0.02
"""How much the aspect ratio of a download may differ from the announced one (rounding of resized sides)."""


def keyword_rounds(keywords: Sequence[str]) -> list[tuple[str, ...]]:
    """The searches to try: all keywords, then the first half of them (rounded up), and so on down to the
    first alone."""
    rounds = [tuple(keywords)]
    while len(rounds[-1]) > 1:
        rounds.append(rounds[-1][: ceil(len(rounds[-1]) / 2)])
    return rounds


def licence_for(candidate: Candidate, wanted: ImageFilter) -> LicenceOffer | None:
    """The offered licence that the filter likes best (its order), or None when it allows none of them."""
    offers = {offer.type: offer for offer in reversed(candidate.licences)}
    return next((offers[licence] for licence in wanted.licences if licence in offers), None)


def has_wanted_shape(candidate: Candidate, wanted: ImageFilter) -> bool:
    """Whether a search result is a photograph of a wanted orientation: filters are not trusted to have been
    applied."""
    return candidate.content_type == "photo" and (
        not wanted.orientations or candidate.orientation in wanted.orientations
    )


def is_as_offered(candidate: Candidate, detail: Detail, wanted: ImageFilter) -> bool:
    """Whether the detail is of this candidate and still agrees with the filter."""
    licence = licence_for(candidate, wanted)
    return (
        detail.id == candidate.id
        and detail.content_type == "photo"
        and not (wanted.exclude_ai_generated and detail.is_ai_generated)
        and licence is not None
        and not (detail.is_premium and licence.type.value == "freemium")
    )


def score(
    position: int,
    considered: int,
    preview: PictureFacts | None,
    detail: Detail,
    *,
    palette: Sequence[str],
    long_side: int,
) -> float:
    """The score of the candidate at ``position`` (from 0) among ``considered``, rounded to 4 decimals."""
    distance = palette_distance(preview.colours, palette) if preview else None
    near = UNKNOWN if distance is None else max(0.0, 1 - distance / FAR_FROM_PALETTE)
    sides = [side for side in (detail.width, detail.height) if side]
    size = min(1.0, max(sides) / long_side) if sides else UNKNOWN
    relevance = 1 - position / considered
    return round(RELEVANCE_WEIGHT * relevance + PALETTE_WEIGHT * near + SIZE_WEIGHT * size, 4)


def is_the_picture_offered(candidate: Candidate, detail: Detail, facts: PictureFacts) -> bool:
    """Whether a download has the shape that search and detail announced."""
    if detail.width and detail.height:
        announced = detail.width / detail.height
        return abs(facts.width / facts.height / announced - 1) <= SHAPE_TOLERANCE
    match candidate.orientation:
        case Orientation.HORIZONTAL | Orientation.PANORAMIC:
            return facts.width > facts.height
        case Orientation.VERTICAL:
            return facts.width < facts.height
        case Orientation.SQUARE:
            return abs(facts.width / facts.height - 1) <= 0.1
        case None:
            return True
