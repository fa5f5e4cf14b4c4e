"""Do texts, logo and codes stand on the brand's grid?"""

from onbrand.compliance.areas import margin
from onbrand.compliance.checks.rule import Rule, ramp, rounded
from onbrand.compliance.model import CheckResult, Component, Finding
from onbrand.compliance.subject import Standing, Subject

RULE = Rule("alignment", Component.LAYOUT)
_CLOSE, _APART = 0.012, 0.05  # of the shorter side: letters start a little beside their box


def check(subject: Subject) -> CheckResult:
    """How far the nearest edge or middle of each element is from a column of the grid."""
    columns = subject.design.layout.grid_columns
    if columns is None:
        return RULE.nothing("The brand has no grid.")
    if not subject.elements:
        return RULE.unjudged(
            "Nothing was found that could stand on the grid." + subject.want_of_list, not subject.is_listed
        )
    return RULE.mean([_element(subject, one, columns) for one in subject.elements])


def _element(subject: Subject, one: Standing, columns: int) -> Finding:
    x, _, width, _ = one.box
    keep = margin(subject)
    lines = [keep + (subject.width - 2 * keep) * column / columns for column in range(columns + 1)]
    off = min(abs(edge - line) for edge in (x, x + width / 2, x + width) for line in lines)
    share = rounded(off / subject.shorter)
    message = f"The {one.what} stands {off:.0f} pixels beside the brand's grid of {columns} columns."
    return RULE.finding(ramp(share, _APART, _CLOSE), share, 0.0, message, one.box)
