"""Formats that a new version takes over from the one before, because whoever sent others back found them good."""

from onbrand.content.assets import FoundGood
from onbrand.content.model import ContentRequest, RequestStatus


def found_good(request: ContentRequest) -> dict[str, FoundGood]:
    """The formats that were found good while others were sent back. A version that was never finished has not been
    judged by anybody: what it was to take over still stands."""
    decision = request.decision
    if request.status is RequestStatus.CHANGES_REQUESTED and decision is not None and decision.sent_back:
        good = FoundGood(
            content_version=request.content_version, by=decision.decided_by, at=decision.decided_at
        )
        return {name: good for name in request.placements if name not in decision.sent_back}
    if decision is None and request.outcome is None:
        return dict(request.taken_over)
    return {}


def taken_over(
    request: ContentRequest, placements: tuple[str, ...], *, same_texts: bool
) -> dict[str, FoundGood]:
    """What of it the next version takes over, when its picture stays: new texts have to appear in some format, so
    nothing is taken over when no format is left to make with them."""
    kept = {name: good for name, good in found_good(request).items() if name in placements}
    return kept if same_texts or len(kept) < len(placements) else {}
