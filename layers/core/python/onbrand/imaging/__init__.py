"""Pictures: safe decoding, composition of a template's layers, variants for placements, encoding.

This face exports values only, and loads each when it is first asked for: the child that decodes foreign
bytes must start fast and with little. What touches pixels lies in modules of its own: ``render``, ``child``
(foreign bytes), ``decode``, ``logo``, ``contact_sheet``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onbrand.imaging.lines import FontFile
    from onbrand.imaging.metadata import Rights
    from onbrand.imaging.model import (
        Artwork,
        Composition,
        LayerType,
        LogoFile,
        PlacedLayer,
        RenderedVariant,
    )
    from onbrand.imaging.picture import NormalisedPicture

__all__ = [
    "Artwork",
    "Composition",
    "FontFile",
    "LayerType",
    "LogoFile",
    "NormalisedPicture",
    "PlacedLayer",
    "RenderedVariant",
    "Rights",
]

_HOMES = {"FontFile": "lines", "NormalisedPicture": "picture", "Rights": "metadata"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'model')}"), name)
