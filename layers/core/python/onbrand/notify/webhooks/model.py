"""Endpoints of receivers, their secrets, and what became of every attempt."""

import base64
import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr, field_serializer

from onbrand.kernel.values import Value
from onbrand.notify.webhooks.catalogue import CHOICES

CHANNEL = "webhook"
AGGREGATE = "webhook"
MAX_ENDPOINTS = 20
"""Of an organization: it bounds what one event costs."""
SECRET_BYTES = 32
OVERLAP = timedelta(hours=24)
"""How long the former secret still signs after a rotation."""
MAX_EXCERPT = 1024


def _known(events: tuple[str, ...]) -> tuple[str, ...]:
    for name in events:
        if name not in CHOICES:
            raise ValueError(f"there is no event “{name}”; there are: {', '.join(CHOICES)}")
    return tuple(dict.fromkeys(events))


class EndpointDesign(Value):
    """What somebody says of an endpoint. ``events``: none named means every type, also those to come."""

    url: Annotated[str, Field(min_length=1, max_length=2048, description="Where messages are posted; https.")]
    events: Annotated[tuple[str, ...], AfterValidator(_known)] = Field(
        default=(), max_length=len(CHOICES), description="Types to be told of; empty: all."
    )
    description: Annotated[str, Field(max_length=200)] = ""
    enabled: bool = True


class Disabled(StrEnum):
    """Why an endpoint is off, when nobody switched it off."""

    GONE = "gone"
    FAILING = "failing"


class Endpoint(EndpointDesign):
    """Where an organization wants to be told."""

    id: str
    organization_id: str
    disabled: Disabled | None = None
    version: int = 1
    created_at: datetime
    created_by: str

    def wants(self, type_: str) -> bool:
        """Whether a message of this type goes there."""
        return self.enabled and (not self.events or type_ in self.events)


class Secrets(Value):
    """What an endpoint's messages are signed with; the former one too until ``former_until``."""

    current: SecretStr
    former: SecretStr | None = None
    former_until: datetime | None = None

    @field_serializer("current", "former", when_used="json")
    def _stored(self, secret: SecretStr | None) -> str | None:
        return secret.get_secret_value() if secret else None

    def at(self, now: datetime) -> tuple[str, ...]:
        """The secrets that sign at this moment, the current one first."""
        valid = [self.current]
        if self.former is not None and self.former_until is not None and now < self.former_until:
            valid.append(self.former)
        return tuple(secret.get_secret_value() for secret in valid)


def new_secret() -> SecretStr:
    """A new symmetric secret as the Standard Webhooks specification writes it."""
    return SecretStr("whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode())


class Health(Value):
    """Since when every attempt at an endpoint has failed (None: the last one did not)."""

    failing_since: datetime | None = None
    version: int = 0


class Answer(Value):
    """What a receiver answered; ``excerpt``: the beginning of the body, ``retry_after_s``: when it asks for more
    time."""

    status: int
    excerpt: str = ""
    retry_after_s: int | None = None


class Trial(Value):
    """One attempt in the log. ``status``: of the answer, None when there was none; ``detail``: what went wrong."""

    at: datetime
    status: int | None
    took_ms: int
    detail: str | None = None
    excerpt: Annotated[str, Field(max_length=MAX_EXCERPT)] = ""


class WebhookJob(Value):
    """A delivery to be attempted; ``now``: the time that counts, if it is ahead of the machine's."""

    organization_id: str
    endpoint_id: str
    cause: str
    now: datetime | None = None
