"""The kinds of violations, what each looks like in three grades, and the checks that have to find it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.bench.compliance import grounds, logos, texts
from tests.bench.compliance.bases import Base, Doctored

GRADES = ("mild", "middle", "strong")


@dataclass(frozen=True)
class Kind:
    """``grades``: what the doctor is given, mild to strong; kinds of one grade are strong. ``checks``: those whose
    findings count as finding it. ``by_pixels``: whether it has to be found when the layer list lies, and when there
    is none; what ``takes_a_reader`` is not judged then. ``is_a_lie``: whether it makes an unchanged list speak of
    what is not there."""

    name: str
    doctor: Callable[[Base, float], Doctored | None]
    grades: tuple[float, ...]
    checks: tuple[str, ...]
    by_pixels: bool
    is_a_lie: bool = False
    takes_a_reader: bool = False

    @property
    def named_grades(self) -> tuple[tuple[str, float], ...]:
        """Each grade with its name."""
        return tuple(zip(GRADES[-len(self.grades) :], self.grades, strict=True))


DELTAS = (6.0, 12.0, 24.0)
LOGO = "logo_presence"
CONTRADICTIONS = ("as_listed", "text_as_listed", "text_as_drawn", "text_presence", "logo_presence")
"""Say that a layer list does not describe the pixels."""

KINDS = (
    Kind("surface colour", grounds.recoloured, DELTAS, ("design_colours",), True),
    Kind("text colour", texts.recoloured, DELTAS, ("design_colours",), True),
    Kind("logo removed", logos.removed, (0.0,), (LOGO,), True, is_a_lie=True),
    Kind("logo shrunk", logos.shrunk, (0.9, 0.75, 0.5), ("logo_size", LOGO), True),
    Kind("logo stretched", logos.stretched, (1.06, 1.15, 1.35), ("logo_proportions", LOGO), True),
    Kind("logo rotated", logos.rotated, (2.0, 5.0, 12.0), ("logo_rotation", LOGO), True),
    Kind("logo recoloured", logos.recoloured, DELTAS, ("logo_colours", LOGO), True),
    Kind("logo old", logos.old, (0.0,), ("logo_current", LOGO), True),
    Kind("logo crowded", logos.crowded, (0.8, 0.45, 0.1), ("logo_clear_space", LOGO), True),
    Kind("logo moved", logos.moved, (0.75, 0.45, 0.1), ("margins", "safe_zones", LOGO), True),
    Kind("logo doubled", logos.doubled, (1.0,), ("logo_single", LOGO), True),
    Kind("text too small", texts.small, (0.9, 0.75, 0.5), ("text_size",), False, is_a_lie=True),
    Kind("low contrast", texts.faded, (0.8, 0.4, 0.05), ("text_contrast",), True),
    Kind("busy background", texts.busy, (0.8, 0.4, 0.05), ("text_contrast", "text_calm"), True),
    Kind(
        "other family",
        texts.in_another_font,
        (1, 2, 3),
        ("fonts", "font_families"),
        True,
        is_a_lie=True,
        takes_a_reader=True,
    ),
    Kind(
        "forbidden word",
        texts.saying,
        (1, 2, 3),
        ("forbidden_words",),
        True,
        is_a_lie=True,
        takes_a_reader=True,
    ),
    Kind("unsafe zone", texts.unsafe, (0.06, 0.15, 0.6), ("safe_zones",), False, is_a_lie=True),
    Kind("overlap", texts.overlapping, (0.08, 0.15, 0.6), ("overlaps",), False),
)
