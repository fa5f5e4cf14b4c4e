"""Secrets in memory."""

from collections.abc import Mapping

from onbrand.adapters.secrets import SecretUnavailableError


class MemorySecrets:
    """Secrets by ARN."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        self._secrets = dict(secrets)

    def get(self, arn: str) -> str:
        """The secret text. Raises SecretUnavailableError."""
        if arn not in self._secrets:
            raise SecretUnavailableError("A secret of the installation cannot be read.")
        return self._secrets[arn]
