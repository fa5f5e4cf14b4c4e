"""What everything is made of: clock, table, bucket, clients. Each part is built at first use, and each can
be given instead."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Protocol

from onbrand.kernel.clock import Clock, SystemClock
from onbrand.kernel.ids import Ids, UlidIds
from onbrand.kernel.pages import Cursors
from onbrand.settings import (
    AssetsSettings,
    BusSettings,
    DetectionSettings,
    FreepikSettings,
    MailSettings,
    PipelineSettings,
    SigningSettings,
    TableSettings,
    WebhookSettings,
    WorkSettings,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onbrand.adapters.dynamodb.table import Table
    from onbrand.approval.ports import Pipeline as WaitingPipeline
    from onbrand.content.ports import Pipeline as StartedPipeline
    from onbrand.kernel.events import Event
    from onbrand.kernel.objects import ObjectStore
    from onbrand.kernel.values import Value
    from onbrand.metering.throttle import Throttle
    from onbrand.notify.ports import Mailer
    from onbrand.notify.webhooks.ports import AddressGuard, Poster
    from onbrand.sourcing.ports import ImageProvider, PictureDetector, TextReader

    class Pipeline(StartedPipeline, WaitingPipeline, Protocol):
        """Executions: they are started and stopped by content, resumed by approval."""


class Bus(Protocol):
    """Where events are published."""

    def publish(self, events: "Sequence[Event]") -> int:
        """How many it took, from the front."""
        ...


class WorkQueue(Protocol):
    """Where one function puts work for another."""

    def put(self, jobs: "Sequence[Value]") -> None:
        """Hands over jobs; one may come more than once."""
        ...


class SecretStore(Protocol):
    """Where secrets are."""

    def get(self, arn: str) -> str:
        """The secret text."""
        ...


class Parts:
    """Parts for one process. ``given`` replaces parts by name; ``environ`` is read only when a part is
    built."""

    def __init__(self, environ: Mapping[str, str] = os.environ, **given: Any) -> None:
        self.environ = environ
        unknown = sorted(
            name for name in given if not isinstance(getattr(Parts, name, None), cached_property)
        )
        if unknown:
            raise TypeError(f"there is no part {unknown[0]!r}")
        self.__dict__.update(given)

    @cached_property
    def clock(self) -> Clock:
        """Tells the time."""
        return SystemClock()

    @cached_property
    def ids(self) -> Ids:
        """Makes identifiers."""
        return UlidIds()

    @cached_property
    def table(self) -> "Table":
        """The records."""
        from onbrand.adapters.dynamodb.client import DynamoTable

        name = TableSettings.read(self.environ).table_name
        return DynamoTable(_client("dynamodb"), name)

    @cached_property
    def throttle(self) -> "Throttle":
        """Counts calls of the API, and holds what it has leased."""
        from onbrand.adapters.dynamodb.rates import TableRates
        from onbrand.metering.throttle import Throttle

        return Throttle(TableRates(self.table), self.clock)

    @cached_property
    def objects(self) -> "ObjectStore":
        """The assets bucket."""
        from onbrand.adapters.s3 import S3ObjectStore

        bucket = AssetsSettings.read(self.environ).assets_bucket
        return S3ObjectStore(_client("s3"), bucket)

    @cached_property
    def pipeline(self) -> "Pipeline":
        """Executions of the pipeline."""
        from onbrand.adapters.stepfunctions import StepFunctionsPipeline

        arn = PipelineSettings.read(self.environ).pipeline_arn
        return StepFunctionsPipeline(_client("stepfunctions"), arn)

    @cached_property
    def bus(self) -> Bus:
        """The event bus."""
        from onbrand.adapters.eventbridge import EventBridgeBus

        name = BusSettings.read(self.environ).event_bus_name
        return EventBridgeBus(_client("events"), name)

    @cached_property
    def work(self) -> WorkQueue:
        """The queue of the function that works for this one."""
        from onbrand.adapters.sqs import SqsWorkQueue

        return SqsWorkQueue(_client("sqs"), WorkSettings.read(self.environ).work_queue_url)

    @cached_property
    def mailer(self) -> "Mailer":
        """Sends mails."""
        from onbrand.adapters.paced import PacedMailer
        from onbrand.adapters.ses import SesMailer

        settings = MailSettings.read(self.environ)
        mailer = SesMailer(_client("sesv2"), settings.mail_configuration_set)
        return PacedMailer(mailer, self.throttle, settings.mail_limits)

    @cached_property
    def webhook_guard(self) -> "AddressGuard":
        """Knows where webhooks may lead."""
        from onbrand.adapters.webhooks.guard import EndpointGuard

        return EndpointGuard(WebhookSettings.read(self.environ).webhook_origins)

    @cached_property
    def webhook_poster(self) -> "Poster":
        """Posts to webhooks."""
        from onbrand.adapters.webhooks.guard import EndpointGuard
        from onbrand.adapters.webhooks.poster import HttpPoster

        return HttpPoster(EndpointGuard(WebhookSettings.read(self.environ).webhook_origins))

    @cached_property
    def secrets(self) -> SecretStore:
        """Reads secrets."""
        from onbrand.adapters.secrets import SecretsManager

        return SecretsManager(_client("secretsmanager"))

    @cached_property
    def image_provider(self) -> "ImageProvider":
        """The stock library."""
        from pydantic import SecretStr

        from onbrand.adapters.freepik import FreepikAccess, FreepikClient

        settings = FreepikSettings.read(self.environ)
        access = FreepikAccess(
            base_url=settings.freepik_base_url,
            key=SecretStr(self.secrets.get(settings.freepik_secret_arn)),
            key_header=settings.freepik_key_header,
            download_origins=settings.freepik_download_origins,
        )
        return FreepikClient(access, self.clock)

    @cached_property
    def picture_detector(self) -> "PictureDetector | None":
        """Sees faces and labels; None where the deployment has not switched it on."""
        settings = DetectionSettings.read(self.environ)
        if settings.picture_detector is None:
            return None
        from onbrand.adapters.paced import PacedDetector
        from onbrand.adapters.rekognition import RekognitionDetector

        detector = RekognitionDetector(_client("rekognition"))
        return PacedDetector(detector, self.throttle, settings.rekognition_limits)

    @cached_property
    def text_reader(self) -> "TextReader | None":
        """Reads texts; None where the deployment has no detector."""
        settings = DetectionSettings.read(self.environ)
        if settings.picture_detector is None:
            return None
        from onbrand.adapters.paced import PacedReader
        from onbrand.adapters.rekognition import RekognitionDetector

        reader = RekognitionDetector(_client("rekognition"))
        return PacedReader(reader, self.throttle, settings.rekognition_limits)

    @cached_property
    def signing_keys(self) -> "Sequence[str]":
        """Keys for links and cursors, newest last; a rotation adds one after a space."""
        return self.secrets.get(SigningSettings.read(self.environ).signing_secret_arn).split()

    @cached_property
    def cursors(self) -> Cursors:
        """Seals the cursors of lists."""
        return Cursors(self.signing_keys)


@cache
def _client(service: str) -> Any:
    """A client with timeouts that end well before the function does."""
    import boto3
    from botocore.config import Config

    # What a detector does not answer at once is done without: a retry would cost time and money. A mail whose answer
    # is lost may have gone out, so nobody but the delivery's own promise decides whether it is repeated.
    retries = 0 if service in ("rekognition", "sesv2") else 3
    config = Config(
        # Presigned addresses of encrypted objects need version 4; some regions still default to 2.
        signature_version="s3v4" if service == "s3" else None,
        connect_timeout=2,
        read_timeout=10,
        retries={"mode": "standard", "max_attempts": retries},
        max_pool_connections=10,
    )
    make: Any = boto3.client  # its stubs want the name of a service as a literal
    return make(service, config=config)


_own = cache(Parts)
_given: list[Parts] = []


def parts() -> Parts:
    """The parts in use: those of ``using``, else the process's own."""
    return _given[-1] if _given else _own()


@contextmanager
def using(given: Parts) -> Iterator[Parts]:
    """Within the block, ``given`` are the parts in use."""
    _given.append(given)
    try:
        yield given
    finally:
        _given.pop()
