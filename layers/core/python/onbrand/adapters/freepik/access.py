"""How an account reaches Freepik: where, with which key, and within which bounds."""

from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, StringConstraints, model_validator

from onbrand.adapters.outbound.links import Origin
from onbrand.kernel.values import Value

LOOPBACK = frozenset({"localhost", "127.0.0.1"})

FREEPIK_ORIGINS = ("https://*.freepik.com", "https://img.b2bpic.net")
"""Hosts that previews and downloads were seen on; see the CDN names in the documentation's examples."""


def _base(url: str) -> str:
    parts = urlsplit(url)
    if (
        parts.scheme not in ("https", "http")
        or not parts.hostname
        or parts.username
        or parts.query
        or parts.fragment
    ):
        raise ValueError("the base URL must look like https://api.freepik.com")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ValueError("the base URL must be https, because the key travels with every call")
    return url.rstrip("/")


class FreepikAccess(Value):
    """Address, key and bounds. Times are in seconds; ``*_deadline`` bounds a whole call, from connecting to
    its last byte.

    ``download_origins``: ``https://host``, ``https://*.host``, or ``scheme://host:port``, which is trusted
    as it stands.
    """

    base_url: Annotated[str, AfterValidator(_base)] = "https://api.freepik.com"
    key: SecretStr
    key_header: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]+$")] = "x-freepik-api-key"
    download_origins: tuple[str, ...] = FREEPIK_ORIGINS
    connect_timeout: float = Field(default=3, gt=0)
    read_timeout: float = Field(default=10, gt=0)
    api_deadline: float = Field(default=15, gt=0)
    file_deadline: float = Field(default=20, gt=0)
    max_answer_bytes: int = Field(default=2_000_000, gt=0)
    max_preview_bytes: int = Field(default=2_000_000, gt=0)
    max_file_bytes: int = Field(default=40_000_000, gt=0)

    @model_validator(mode="after")
    def _is_usable(self) -> Self:
        key = self.key.get_secret_value()
        if not key or not key.isascii() or not key.isprintable() or " " in key:
            raise ValueError("the Freepik key is missing or holds characters that a header cannot carry")
        for origin in self.download_origins:
            Origin.parse(origin)
        return self
