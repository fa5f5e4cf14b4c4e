"""Services that take only so many calls: whoever finds no room is told so before anything is sent."""

from collections.abc import Mapping, Sequence

from onbrand.kernel.limits import RateLimitedError, Window
from onbrand.metering.throttle import Throttle
from onbrand.notify.errors import MailBusyError
from onbrand.notify.ports import Mailer
from onbrand.sourcing import (
    Answer,
    CallFacts,
    Face,
    Label,
    PictureDetector,
    ProviderQuotaError,
    TextLine,
    TextReader,
)

SES = "ses"


class PacedMailer:
    """A mailer within the account's sending rate. A mail that finds no room is not sent, and tried again later as when
    the service itself is busy."""

    def __init__(self, mailer: Mailer, throttle: Throttle, limits: Sequence[Window]) -> None:
        self._mailer = mailer
        self._throttle = throttle
        self._limits = limits

    def send(
        self, raw: bytes, sender: str, recipients: Sequence[str], tags: Mapping[str, str] | None = None
    ) -> str | None:
        """As the mailer's. Raises MailBusyError, too."""
        try:
            self._throttle.provider(SES, self._limits)
        except RateLimitedError as error:
            raise MailBusyError("As many mails are sent at the moment as the account may send.") from error
        return self._mailer.send(raw, sender, recipients, tags)


class PacedDetector:
    """A detector within the account's rate. It only ever helps, so a picture that finds no room is not looked at."""

    def __init__(self, detector: PictureDetector, throttle: Throttle, limits: Sequence[Window]) -> None:
        self._detector = detector
        self._throttle = throttle
        self._limits = limits

    @property
    def name(self) -> str:
        """The detector's."""
        return self._detector.name

    def faces(self, jpeg: bytes) -> Answer[Sequence[Face]]:
        """As the detector's. Raises ProviderQuotaError, too."""
        _take(self._throttle, self.name, self._limits)
        return self._detector.faces(jpeg)

    def labels(self, jpeg: bytes, most: int) -> Answer[Sequence[Label]]:
        """As the detector's. Raises ProviderQuotaError, too."""
        _take(self._throttle, self.name, self._limits)
        return self._detector.labels(jpeg, most)


class PacedReader:
    """A reader within the account's rate, which it shares with the detector of its name. It only ever helps, too."""

    def __init__(self, reader: TextReader, throttle: Throttle, limits: Sequence[Window]) -> None:
        self._reader = reader
        self._throttle = throttle
        self._limits = limits

    @property
    def name(self) -> str:
        """The reader's."""
        return self._reader.name

    def texts(self, picture: bytes) -> Answer[Sequence[TextLine]]:
        """As the reader's. Raises ProviderQuotaError, too."""
        _take(self._throttle, self.name, self._limits)
        return self._reader.texts(picture)


def _take(throttle: Throttle, provider: str, limits: Sequence[Window]) -> None:
    try:
        throttle.provider(provider, limits)
    except RateLimitedError as error:
        raise ProviderQuotaError(
            f"The account's limit of calls to {provider.capitalize()} is reached."
        ).of_call(CallFacts(reached=False)) from error
