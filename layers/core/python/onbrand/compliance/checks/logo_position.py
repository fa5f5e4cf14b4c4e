"""Does the logo stand in a part of the picture that the brand allows?"""

from onbrand.brand.profile import LogoPosition
from onbrand.compliance.checks.rule import Rule
from onbrand.compliance.model import CheckResult, Component
from onbrand.compliance.subject import Subject

RULE = Rule("logo_position", Component.LAYOUT)
_COLUMNS, _ROWS = ("left", "", "right"), ("top", "", "bottom")
_NEAR = 0.03  # of the side: a centre so close to a line counts on both sides of it


def check(subject: Subject) -> CheckResult:
    """The ninth of the picture that the logo's centre lies in."""
    place = subject.logo
    allowed = subject.design.logo.positions
    if place is None or not allowed:
        return RULE.nothing("No logo was found whose position could be judged.")
    x, y, width, height = place.box
    across, down = (x + width / 2) / subject.width, (y + height / 2) / subject.height
    here = _position(across, down)
    near = {_position(across + dx, down + dy) for dx in (-_NEAR, 0, _NEAR) for dy in (-_NEAR, 0, _NEAR)}
    right = bool(near & set(allowed))
    wanted = ", ".join(position.value.replace("_", " ") for position in allowed)
    message = f"The logo stands {here.value.replace('_', ' ')}; the brand allows {wanted}."
    return RULE.worst(
        [RULE.finding(1.0 if right else 0.0, here.value.replace("_", " "), wanted, message, place.box)]
    )


def _position(across: float, down: float) -> LogoPosition:
    row, column = _ROWS[_ninth(down)], _COLUMNS[_ninth(across)]
    return LogoPosition("_".join(part for part in (row, column) if part) or "centre")


def _ninth(share: float) -> int:
    return min(2, max(0, int(share * 3)))
