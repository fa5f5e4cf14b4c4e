"""Download links as the CDN makes them: with an expiry and a signature, ``token=exp=<unix>~hmac=<hex>``."""

import hmac
import secrets
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

LIFETIME = 3600
"""Seconds a link lives, as in the documentation's example."""


class Links:
    """Signs links and checks them."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._key = secrets.token_bytes(32)

    def token(self, path: str, *, expired: bool = False) -> str:
        """The token for a path, one hour long; ``expired`` makes one that is over already."""
        expiry = int(self._now().timestamp()) + (-1 if expired else LIFETIME)
        return f"exp={expiry}~hmac={self._signature(path, expiry)}"

    def is_valid(self, path: str, token: str) -> bool:
        """Whether the token is for this path and not over."""
        expiry, _, signature = token.removeprefix("exp=").partition("~hmac=")
        if not expiry.isdigit() or int(expiry) <= self._now().timestamp():
            return False
        return hmac.compare_digest(signature, self._signature(path, int(expiry)))

    def _signature(self, path: str, expiry: int) -> str:
        return hmac.new(self._key, f"{path}~{expiry}".encode(), sha256).hexdigest()
