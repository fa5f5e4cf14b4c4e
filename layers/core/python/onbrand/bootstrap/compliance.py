"""Provides the states that judge: ScoreCompliance and RenderVariants."""

from onbrand.bootstrap.brand import shelf
from onbrand.bootstrap.content import requests
from onbrand.bootstrap.parts import parts
from onbrand.bootstrap.reviews import request_reviews
from onbrand.bootstrap.studio import PillowStudio
from onbrand.content.render import RenderVariants
from onbrand.content.score import ScoreCompliance


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
