"""Where on a picture things may stand: the placement's safe area and the brand's margin, in its pixels."""

from onbrand.compliance.model import Box, Cure, Fix
from onbrand.compliance.subject import Standing, Subject


def safe_area(subject: Subject) -> Box:
    """Inside the placement's safe insets, which scale with the picture; all of it without a placement."""
    placement = subject.placement
    if placement is None:
        return (0, 0, subject.width, subject.height)
    across, down = subject.width / placement.width, subject.height / placement.height
    left, top = round(placement.safe.left * across), round(placement.safe.top * down)
    right = subject.width - round(placement.safe.right * across)
    bottom = subject.height - round(placement.safe.bottom * down)
    return (left, top, right - left, bottom - top)


def covered_area(subject: Subject) -> Box | None:
    """What the platform draws over, where it does."""
    placement = subject.placement
    if placement is None or placement.covered is None:
        return None
    across, down = subject.width / placement.width, subject.height / placement.height
    x, y, width, height = placement.covered
    return (round(x * across), round(y * down), round(width * across), round(height * down))


def margin(subject: Subject) -> int:
    """What the brand keeps free at the edges."""
    return round(subject.design.layout.margin * subject.shorter)


def moved_inside(subject: Subject, one: Standing) -> Fix | None:
    """The cure for an element that stands too far out: the rectangle within safe area and margin."""
    if one.layer is None:
        return None
    keep, (left, top, width, height) = margin(subject), safe_area(subject)
    x, y = max(left, keep), max(top, keep)
    right, bottom = min(left + width, subject.width - keep), min(top + height, subject.height - keep)
    return Fix(cure=Cure.MOVE, layer=one.layer, wanted=(x, y, max(0, right - x), max(0, bottom - y)))
