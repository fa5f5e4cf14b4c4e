"""Provides what draws and does not judge: the state ComposeAsset, previews of templates."""

from onbrand.bootstrap.brand import shelf, templates
from onbrand.bootstrap.content import requests
from onbrand.bootstrap.parts import parts
from onbrand.bootstrap.studio import PillowStudio
from onbrand.content.compose import ComposeAsset
from onbrand.content.preview import TemplatePreviews


def compose_asset() -> ComposeAsset:
    """The state ComposeAsset."""
    own = parts()
    return ComposeAsset(requests(), shelf(), PillowStudio(shelf()), own.objects, own.clock, own.ids)


def template_previews() -> TemplatePreviews:
    """Dry runs of templates."""
    return TemplatePreviews(templates(), shelf(), PillowStudio(shelf()))
