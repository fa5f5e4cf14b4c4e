"""Provides the judgement of visuals that were made elsewhere."""

from typing import TYPE_CHECKING

from onbrand.bootstrap.brand import shelf
from onbrand.bootstrap.metering import budgeted_ledger, detection_prices
from onbrand.bootstrap.parts import parts
from onbrand.bootstrap.studio import PillowStudio
from onbrand.content.visuals import Visuals
from onbrand.sourcing import TextReadings

if TYPE_CHECKING:
    from onbrand.content.visual_pages import VisualPages


def visuals() -> Visuals:
    """Judges visuals, and has their texts read where a reader is switched on."""
    return _visuals(PillowStudio(shelf()))


def visual_pages() -> "VisualPages":
    """The same as pages; they load the template engine, which a verdict alone does not need."""
    from onbrand.content.visual_pages import VisualPages

    studio = PillowStudio(shelf())
    return VisualPages(_visuals(studio), studio)


def _visuals(studio: PillowStudio) -> Visuals:
    return Visuals(shelf(), studio, _readings(), parts().objects)


def _readings() -> TextReadings:
    own = parts()
    return TextReadings(own.text_reader, budgeted_ledger(), own.clock, detection_prices())
