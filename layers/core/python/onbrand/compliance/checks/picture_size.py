"""Has the picture exactly the size that the placement asks for?"""

from onbrand.compliance.checks.rule import Rule
from onbrand.compliance.model import CheckResult, Gate
from onbrand.compliance.subject import Subject

RULE = Rule("picture_size", Gate.PLATFORM)


def check(subject: Subject) -> CheckResult:
    """Width and height in pixels."""
    placement = subject.placement
    if placement is None:
        return RULE.unknown("No placement was named, so no size is asked for.")
    size, wanted = (f"{subject.width}x{subject.height}", f"{placement.width}x{placement.height}")
    message = f"The picture has {size} pixels; the placement takes {wanted}."
    return RULE.yes(size == wanted, size, wanted, message)
