"""Provides what judges: the states ScoreCompliance and RenderVariants, re-scoring, simulations of a profile."""

from onbrand.adapters.dynamodb.waivers import TableUses, TableWaivers
from onbrand.bootstrap.brand import shelf
from onbrand.bootstrap.content import requests
from onbrand.bootstrap.parts import parts
from onbrand.bootstrap.reviews import request_reviews
from onbrand.bootstrap.studio import PillowStudio
from onbrand.content.render import RenderVariants
from onbrand.content.rescoring import Rescoring
from onbrand.content.score import ScoreCompliance
from onbrand.content.simulate import Simulations


def score_compliance() -> ScoreCompliance:
    """The state ScoreCompliance."""
    own = parts()
    return ScoreCompliance(requests(), shelf(), PillowStudio(shelf()), own.objects, own.clock, own.ids)


def render_variants() -> RenderVariants:
    """The state RenderVariants."""
    own = parts()
    return RenderVariants(
        requests(), shelf(), PillowStudio(shelf()), own.objects, request_reviews(), own.clock, own.ids
    )


def rescoring() -> Rescoring:
    """Judges again by the present versions."""
    own = parts()
    return Rescoring(
        requests(),
        TableWaivers(own.table),
        shelf(),
        PillowStudio(shelf()),
        own.objects,
        request_reviews(),
        own.clock,
        own.ids,
    )


def simulations() -> Simulations:
    """Judges by a draft of a profile."""
    own = parts()
    return Simulations(
        requests(), TableUses(own.table), shelf(), PillowStudio(shelf()), own.objects, own.clock
    )
