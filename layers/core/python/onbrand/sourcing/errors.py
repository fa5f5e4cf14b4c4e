"""What can go wrong when a picture is sourced; each message is a sentence for a marketer.

Only ``ProviderUnavailableError`` is retried by the pipeline: all others would end the same way again.
"""

from typing import Self

from onbrand.kernel.errors import (
    Forbidden,
    Gone,
    LimitExceeded,
    NotFound,
    PaymentRequired,
    Unavailable,
    Unprocessable,
)
from onbrand.sourcing.model import CallFacts


class ProviderError(Exception):
    """Mixed into errors of a call to the provider: ``facts`` says what is known of that call, for the
    ledger."""

    facts: CallFacts = CallFacts()

    def of_call(self, facts: CallFacts) -> Self:
        """The same error, with the facts of the call that it ended."""
        self.facts = facts
        return self


class NoMatchingImageError(Unprocessable):
    """The provider has no picture for these keywords and this filter."""


class LicenceNotAllowedError(Unprocessable):
    """There are pictures, but none under a licence that the brand allows."""


class BudgetExhaustedError(PaymentRequired):
    """A budget or a plan's quota does not cover what has to be bought; the message names it and its reset."""


class UnsafeLinkError(ProviderError, Unprocessable):
    """The provider named a link that we do not open."""


class ImageGoneError(ProviderError, NotFound):
    """The provider no longer has this picture."""


class ProviderRefusedError(ProviderError, Forbidden):
    """The provider refused the key, or what the account may download."""


class ProviderQuotaError(ProviderError, LimitExceeded):
    """The account's quota or credit at the provider is used up; trying again soon does not help."""


class ProviderAnswerError(ProviderError, Unprocessable):
    """The provider answered, but with something that we cannot use."""


class ProviderUnavailableError(ProviderError, Unavailable):
    """The provider does not answer as it should at the moment; trying again may help."""


class LinkExpiredError(ProviderError, Gone):
    """A download link was no longer valid when it was opened; the service renews it once."""
