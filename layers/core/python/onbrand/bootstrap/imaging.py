"""Provides the state ComposeAsset."""

from onbrand.bootstrap.brand import shelf
from onbrand.bootstrap.content import requests
from onbrand.bootstrap.parts import parts
from onbrand.bootstrap.studio import PillowStudio
from onbrand.content.compose import ComposeAsset


def compose_asset() -> ComposeAsset:
    """The state ComposeAsset."""
    own = parts()
    return ComposeAsset(requests(), shelf(), PillowStudio(shelf()), own.objects, own.clock, own.ids)
