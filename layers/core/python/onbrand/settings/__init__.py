"""The environment as frozen, typed values, one small model a concern. Nothing is read at import; what is
missing fails by name."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, ValidationError, field_validator

from onbrand.kernel.limits import Window
from onbrand.kernel.money import Currency
from onbrand.kernel.values import Value

Text = Annotated[str, Field(min_length=1)]


class MissingSettingError(RuntimeError):
    """A variable that this function needs is not set, or holds something else than it should."""


class Settings(Value):
    """A field ``table_name`` is the variable ``TABLE_NAME``."""

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Self:
        """The settings in ``environ``. Raises MissingSettingError, which names the variable and
        never its value."""
        given = {name: environ[name.upper()] for name in cls.model_fields if name.upper() in environ}
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            first = error.errors(include_input=False, include_context=False)[0]
            variable = str(first["loc"][0]).upper()
            state = "is not set" if first["type"] == "missing" else f"is not usable: {first['msg']}"
            raise MissingSettingError(f"{variable} {state}") from None


class TableSettings(Settings):
    """Where the records are."""

    table_name: Text


class AssetsSettings(Settings):
    """Where the pictures are."""

    assets_bucket: Text


class BusSettings(Settings):
    """Where events are published."""

    event_bus_name: Text


class PipelineSettings(Settings):
    """What makes the content."""

    pipeline_arn: Text


class WorkSettings(Settings):
    """Where work for another function is put."""

    work_queue_url: Text


class SigningSettings(Settings):
    """Where the keys are that sign links and cursors."""

    signing_secret_arn: Text


def _windows(text: Any) -> Any:
    """Numbers of calls by seconds, as they stand in one variable."""
    if not isinstance(text, str):
        return text
    try:
        found = json.loads(text)
        return tuple({"calls": calls, "seconds": int(seconds)} for seconds, calls in found.items())
    except (ValueError, AttributeError):
        raise ValueError("it must be a JSON object of numbers of calls by seconds") from None


Windows = Annotated[tuple[Window, ...], BeforeValidator(_windows), Field(min_length=1)]
FREEPIK_LIMITS = (
    Window(calls=250, seconds=5),
    Window(calls=360, seconds=30),
    Window(calls=1200, seconds=120),
)
"""Freepik publishes 50 a second over 5 seconds and 10 a second over 2 minutes; the middle one is ours: it keeps a rush from
using up the two minutes, after which everybody would wait. Caps of a day depend on the account."""
MAIL_LIMITS = (Window(calls=140, seconds=10),)
"""SES lets most accounts send 14 a second; one that is still in the sandbox sends 1 a second and 200 a day."""
REKOGNITION_LIMITS = (Window(calls=50, seconds=10),)
"""5 a second of each kind of detection are allowed in every region; some allow 50."""


class SenderSettings(Settings):
    """Who writes mails; none: mail is off."""

    mail_sender: str = ""


class MailSettings(SenderSettings):
    """The address that links in mails start with (no slash at the end). ``mail_configuration_set``: by which the mail
    service reports what became of them."""

    mail_configuration_set: Text | None = None
    mail_limits: Windows = MAIL_LIMITS
    public_base_url: Annotated[str, Field(pattern=r"^https?://[^/\s]+(/[^\s]*)?$")]

    @field_validator("public_base_url", mode="before")
    @classmethod
    def _without_slash(cls, url: Any) -> Any:
        return url.rstrip("/") if isinstance(url, str) else url


def _listed(text: Any) -> Any:
    """A list as it stands in one variable, separated by commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip()) if isinstance(text, str) else text


class WebhookSettings(Settings):
    """Origins with their ports that webhooks may lead to although they are not on the public internet, such as
    ``http://localhost:4002`` on the local cloud. No deployment sets it."""

    webhook_origins: Annotated[tuple[Text, ...], BeforeValidator(_listed)] = ()


def _amounts(text: Any) -> Any:
    """Amounts by operation, as they stand in one variable."""
    if not isinstance(text, str):
        return text
    try:
        return json.loads(text, parse_float=Decimal)
    except ValueError:
        raise ValueError("it must be a JSON object of amounts by operation") from None


Amounts = Annotated[dict[str, Annotated[Decimal, Field(ge=0)]], BeforeValidator(_amounts)]


class DetectionSettings(Settings):
    """Who looks for faces and labels, nobody when nothing is set, and what its calls cost."""

    picture_detector: Literal["rekognition"] | None = None
    rekognition_costs: Amounts = Field(default_factory=dict)
    rekognition_currency: Currency = "USD"
    rekognition_limits: Windows = REKOGNITION_LIMITS


class PriceSettings(Settings):
    """What calls to Freepik cost, for a function that makes none."""

    freepik_costs: Amounts
    freepik_currency: Currency


class FreepikSettings(Settings):
    """How Freepik is reached and what its calls cost; origins may be written with a wildcard, as ``https://*.freepik.com``."""

    freepik_secret_arn: Text
    freepik_base_url: Text
    freepik_key_header: Text
    freepik_costs: Amounts
    freepik_currency: Currency
    freepik_download_origins: Annotated[tuple[Text, ...], Field(min_length=1)]
    freepik_limits: Windows = FREEPIK_LIMITS

    @field_validator("freepik_download_origins", mode="before")
    @classmethod
    def _from_list(cls, text: Any) -> Any:
        return (
            tuple(part.strip() for part in text.split(",") if part.strip()) if isinstance(text, str) else text
        )
