"""What can go wrong with usage."""

from onbrand.kernel.errors import (
    Conflict,
    Invalid,
    NotFound,
    PaymentRequired,
    PreconditionFailed,
    Unprocessable,
)


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


class ShardMovedError(Conflict):
    """Somebody else has counted in this shard of a limit meanwhile; read it again."""


class BudgetMovedError(Conflict):
    """Others have reserved or settled meanwhile; what is left has to be read again."""


class AccountMovedError(Conflict):
    """Plan or budgets have changed since they were read."""


class AccountVersionError(PreconditionFailed):
    """The account's version is another one than the change was made for."""


class UpgradeRequiredError(PaymentRequired):
    """The organization's plan does not have this; the message says which plan has it."""
