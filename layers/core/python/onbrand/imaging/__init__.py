"""Pictures: safe decoding, composition of a template's layers, variants for placements, encoding.

This face exports values only. What touches pixels lies in modules of its own: ``render``, ``child``
(foreign bytes), ``decode``, ``logo``, ``facts``, ``contact_sheet``.
"""

from onbrand.imaging.model import (
    Artwork,
    Composition,
    LayerType,
    LogoFile,
    PlacedLayer,
    RenderedVariant,
)
from onbrand.imaging.picture import NormalisedPicture, PictureFacts

__all__ = [
    "Artwork",
    "Composition",
    "LayerType",
    "LogoFile",
    "NormalisedPicture",
    "PictureFacts",
    "PlacedLayer",
    "RenderedVariant",
]
