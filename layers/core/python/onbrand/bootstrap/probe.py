"""Looks at pictures from elsewhere, behind the port of sourcing: they meet a decoder in the limited child only."""

from collections.abc import Sequence

from onbrand.imaging.child import measure_in_child, normalise_in_child
from onbrand.imaging.picture import Measured
from onbrand.sourcing import ColourShare, OwnPicture, PictureFacts


class ChildProbe:
    """A ``sourcing.ports.PixelProbe``."""

    def probe(self, files: Sequence[bytes]) -> list[PictureFacts | None]:
        """Facts of several pictures, from one child."""
        return [_facts(measured) if measured else None for measured in measure_in_child(files)]

    def adopt(self, data: bytes) -> OwnPicture:
        """Our own copy, and the facts of what came. Raises imaging's errors."""
        picture = normalise_in_child(data)
        return OwnPicture(
            facts=_facts(picture.measured), data=picture.data, width=picture.width, height=picture.height
        )


def _facts(measured: Measured) -> PictureFacts:
    colours = tuple(ColourShare(hex=colour, share=share) for colour, share in measured.colours)
    return PictureFacts(width=measured.width, height=measured.height, colours=colours)
