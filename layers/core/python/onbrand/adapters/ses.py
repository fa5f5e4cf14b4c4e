"""Mail through SES, as raw MIME (its simple form loses the parts that we made)."""

from collections.abc import Mapping, Sequence
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from onbrand.notify.errors import (
    MailBusyError,
    MailMisconfiguredError,
    MailRefusedError,
    MailUnavailableError,
)

REFUSALS = frozenset({"MessageRejected", "BadRequestException"})
OWN_FAULTS = frozenset(
    {
        "MailFromDomainNotVerifiedException",
        "NotFoundException",
        "AccountSuspendedException",
        "SendingPausedException",
        "AccessDeniedException",
    }
)


class SesMailer:
    """``client``: boto3.client("sesv2"); ``configuration_set``: reports what becomes of mails."""

    def __init__(self, client: Any, configuration_set: str | None = None) -> None:
        self._client = client
        self._reporting = {"ConfigurationSetName": configuration_set} if configuration_set else {}

    def send(
        self, raw: bytes, sender: str, recipients: Sequence[str], tags: Mapping[str, str] | None = None
    ) -> str | None:
        """Sends a MIME message; the message's id. Raises MailRefusedError, MailBusyError,
        MailUnavailableError, MailMisconfiguredError."""
        try:
            answer = self._client.send_email(
                FromEmailAddress=sender,
                Destination={"ToAddresses": list(recipients)},
                Content={"Raw": {"Data": raw}},
                EmailTags=[{"Name": name, "Value": value} for name, value in (tags or {}).items()],
                **self._reporting,
            )
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in REFUSALS:
                raise MailRefusedError("The mail service refused this mail.") from error
            if code in OWN_FAULTS:
                raise MailMisconfiguredError(f"The mail service takes no mail of ours: {code}.") from error
            raise MailBusyError("The mail service takes no mail at the moment.") from error
        except BotoCoreError as error:
            raise MailUnavailableError("The mail service does not answer; please try again.") from error
        return str(answer["MessageId"])
