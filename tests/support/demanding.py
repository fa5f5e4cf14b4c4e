"""A brand that asks for more than its pictures keep."""

from typing import Any

from onbrand.bootstrap.brand import brands
from tests.support.northbeam import profile_design
from tests.support.world import World

BIG_LOGO = {"logo": {"minimum_size": 0.9, "maximum_size": 0.95}}
"""No layout makes a logo as large as this: every picture falls."""


def ask_for_more(world: World, **changes: Any) -> None:
    """A new version of the profile, on its way to its consumers."""
    design = profile_design()
    for name, change in changes.items():
        design[name] = {**design.get(name, {}), **change}
    current = brands().profile(world.access, world.brand.id)
    brands().update(world.access, world.brand.id, design, current.version)
