"""Everything that has no room, on every placement, in one answer: what a dry run is for. Rendering itself stops
at the first."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from onbrand.brand.layers import Layer, LogoLayer, TextLayer
from onbrand.content.ports import Studio
from onbrand.imaging.errors import LogoDoesNotFitError, TextDoesNotFitError, TextsDoNotFitError
from onbrand.imaging.model import Artwork
from onbrand.kernel.errors import FieldError

Misfit = TextDoesNotFitError | LogoDoesNotFitError

MOST_MISFITS = 120
"""Each costs a layout of a twentieth of a second; after so many, placements say their first one only."""


def check_fit(studio: Studio, artwork: Artwork, placements: Sequence[str]) -> None:
    """Lays out all placements. Raises TextsDoNotFitError when a text does not fit somewhere, LogoDoesNotFitError
    when only logos do not, and imaging's other errors; both list every misfit."""
    found: list[tuple[Misfit, FieldError]] = []
    for index, placement in enumerate(placements):
        for error in islice(_misfits(studio, artwork, placement), max(1, MOST_MISFITS - len(found))):
            pointed = error.errors or (FieldError(f"/placements/{index}", error.detail, "no_room_for_logo"),)
            found.extend((error, one) for one in pointed)
    texts = [error for error, _ in found if isinstance(error, TextDoesNotFitError)]
    if texts:
        raise TextsDoNotFitError(texts[0].detail, [one for _, one in found])
    if found:
        raise LogoDoesNotFitError(found[0][0].detail, [one for _, one in found])


def _misfits(studio: Studio, artwork: Artwork, placement: str) -> Iterator[Misfit]:
    """What does not fit, one after the other: each gives way as its error advises, so that the next shows."""
    given_way: set[str] = set()
    while True:
        try:
            return studio.layout(artwork, (placement,))
        except (TextDoesNotFitError, LogoDoesNotFitError) as error:
            layer = error.layer if isinstance(error, TextDoesNotFitError) else ""
            repeated = layer in given_way
            if not repeated:
                yield error
            lighter = _without(artwork, error, shorten=not repeated)
            if lighter.template == artwork.template:
                return None  # nothing is left that could give way
            artwork = lighter
            given_way.add(layer)


def _without(artwork: Artwork, error: Misfit, *, shorten: bool) -> Artwork:
    """The artwork with the text as short as it has to be, or without it; without its logos."""
    layers: list[Layer] = []
    for layer in artwork.template.layers:
        if isinstance(error, LogoDoesNotFitError):
            if isinstance(layer, LogoLayer):
                continue
        elif layer.id == error.layer:
            if not (shorten and error.fitting and isinstance(layer, TextLayer)):
                continue
            layer = layer.model_copy(update={"slot": None, "text": error.fitting})
        layers.append(layer)
    return replace(artwork, template=artwork.template.model_copy(update={"layers": tuple(layers)}))
