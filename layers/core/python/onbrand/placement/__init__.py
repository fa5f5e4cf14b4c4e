"""Placements: one size on one platform each, with its limits and safe insets."""

from onbrand.placement.model import Family, Insets, Placement, UnknownPlacementError
from onbrand.placement.registry import CORE_PLACEMENTS, all_placements, placement

__all__ = [
    "CORE_PLACEMENTS",
    "Family",
    "Insets",
    "Placement",
    "UnknownPlacementError",
    "all_placements",
    "placement",
]
