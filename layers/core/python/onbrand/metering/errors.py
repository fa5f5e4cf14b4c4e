"""What can go wrong with usage."""

from onbrand.kernel.errors import Conflict, Invalid, NotFound, Unprocessable


class UsageRangeError(Invalid):
    """The days asked for are in the wrong order, or too many."""


class MixedCurrenciesError(Unprocessable):
    """Calls of one day to one provider were paid in different currencies, so their costs have no sum."""


class AggregationIncompleteError(Unprocessable):
    """The usage of some organizations could not be summed; all others were."""


class HeldElsewhereError(Conflict):
    """Another worker sums this organization's windows."""


class TenantUnknownError(NotFound):
    """The organization in the list of all is not there."""
