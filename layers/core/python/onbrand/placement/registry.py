"""The registry of placements, read once from ``placements.csv`` (sizes and limits with their source in each row)."""

import csv
from functools import cache
from importlib.resources import files

from onbrand.placement.model import Area, Family, Insets, Placement, UnknownPlacementError


@cache
def _registry() -> dict[str, Placement]:
    text = files("onbrand.placement").joinpath("placements.csv").read_text(encoding="utf-8")
    return {row["id"]: _placement(row) for row in csv.DictReader(text.splitlines())}


def _placement(row: dict[str, str]) -> Placement:
    return Placement(
        id=row["id"],
        platform=row["platform"],
        width=int(row["width"]),
        height=int(row["height"]),
        family=Family(row["family"]),
        max_bytes=int(row["max_bytes"]),
        formats=tuple(row["formats"].split(";")),
        safe=Insets(*(int(row[f"safe_{side}"]) for side in Insets._fields)),
        covered=Area(*map(int, row["covered"].split())) if row["covered"] else None,
        caption_limit=int(row["caption_limit"]),
        source=row["source"],
    )


def all_placements() -> tuple[Placement, ...]:
    """Every placement, in the order of the registry."""
    return tuple(_registry().values())


def placement(placement_id: str) -> Placement:
    """The placement with this id. Raises UnknownPlacementError."""
    try:
        return _registry()[placement_id]
    except KeyError:
        known = ", ".join(_registry())
        raise UnknownPlacementError(f"There is no placement {placement_id!r}. Known: {known}.") from None


CORE_PLACEMENT_COUNT = 12
"""The first rows of the registry are the set that a request gets when it names none."""


def _core() -> tuple[str, ...]:
    return tuple(_registry())[:CORE_PLACEMENT_COUNT]


CORE_PLACEMENTS: tuple[str, ...] = _core()
