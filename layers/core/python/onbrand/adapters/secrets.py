"""Secrets from Secrets Manager, read once a process: a rotated key is seen by the next one."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from onbrand.kernel.errors import Unavailable


class SecretUnavailableError(Unavailable):
    """A secret cannot be read at the moment."""


class SecretsManager:
    """``client``: boto3.client("secretsmanager")."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._known: dict[str, str] = {}

    def get(self, arn: str) -> str:
        """The secret text. Raises SecretUnavailableError."""
        if arn not in self._known:
            try:
                answer = self._client.get_secret_value(SecretId=arn)
            except (BotoCoreError, ClientError) as error:
                raise SecretUnavailableError("A secret of the installation cannot be read.") from error
            self._known[arn] = answer["SecretString"]
        return self._known[arn]
