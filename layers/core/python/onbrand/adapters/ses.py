"""Mail through SES, as raw MIME (its simple form loses the parts that we made)."""

from collections.abc import Sequence
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from onbrand.notify.errors import MailRefusedError, MailUnavailableError

REFUSALS = frozenset(
    {"MessageRejected", "BadRequestException", "MailFromDomainNotVerifiedException", "NotFoundException"}
)


class SesMailer:
    """``client``: boto3.client("sesv2")."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def send(self, raw: bytes, sender: str, recipients: Sequence[str]) -> None:
        """Sends a MIME message. Raises MailRefusedError, MailUnavailableError."""
        try:
            self._client.send_email(
                FromEmailAddress=sender,
                Destination={"ToAddresses": list(recipients)},
                Content={"Raw": {"Data": raw}},
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in REFUSALS:
                raise MailRefusedError("The mail service refused this mail.") from error
            raise MailUnavailableError("The mail service does not answer; please try again.") from error
        except BotoCoreError as error:
            raise MailUnavailableError("The mail service does not answer; please try again.") from error
