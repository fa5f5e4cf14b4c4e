"""What a row of the table of functions says."""

from dataclasses import dataclass, field
from enum import StrEnum


class Layer(StrEnum):
    """Layers beside ``core``, which every function has."""

    RUNTIME = "runtime"
    IMAGING = "imaging"


class Access(StrEnum):
    """What a function may do to the table or the assets bucket."""

    READ = "read"
    WRITE = "write"
    READ_WRITE = "read_write"


class PipelineAction(StrEnum):
    """What a function may do to executions of the pipeline."""

    START = "start"
    RESUME = "resume"
    STOP = "stop"
    DESCRIBE = "describe"


class Secret(StrEnum):
    """Secrets a function may read; each becomes the environment variable ``<NAME>_SECRET_ARN``."""

    SIGNING = "signing"
    FREEPIK = "freepik"


@dataclass(frozen=True, slots=True)
class Route:
    """A route of the HTTP API; ``public`` routes have no JWT authorizer."""

    method: str
    path: str
    public: bool = False


@dataclass(frozen=True, slots=True)
class HttpTrigger:
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class TaskTrigger:
    """A task state of the pipeline."""

    callback: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """What comes through a queue with a dead-letter queue. ``max_concurrency``: how many messages or batches are handled
    at a time, 2 or more; None leaves it to Lambda."""

    batch_size: int = 10
    max_receive_count: int = 5
    max_concurrency: int | None = None


@dataclass(frozen=True, slots=True)
class QueueTrigger(Queued):
    """A queue fed by a bus rule for these event types; empty means every type."""

    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MailReportTrigger(Queued):
    """A queue fed with what the mail service reports of our mails."""


@dataclass(frozen=True, slots=True)
class WorkTrigger(Queued):
    """A queue that the function fills whose ``hands_work_to`` names this row."""

    batch_size: int = 1


@dataclass(frozen=True, slots=True)
class StreamTrigger:
    """The table's stream, filtered to inserted event items."""

    batch_size: int = 50


@dataclass(frozen=True, slots=True)
class ScheduleTrigger:
    """An EventBridge Scheduler schedule; ``expression`` in AWS's cron or rate dialect, in ``time_zone``."""

    expression: str
    time_zone: str = "UTC"


Trigger = (
    HttpTrigger
    | TaskTrigger
    | QueueTrigger
    | MailReportTrigger
    | WorkTrigger
    | StreamTrigger
    | ScheduleTrigger
)


@dataclass(frozen=True, slots=True)
class Function:
    """One row. ``memory_mb`` in MB, ``timeout_s`` in seconds."""

    name: str
    purpose: str
    trigger: Trigger
    layers: tuple[Layer, ...] = (Layer.RUNTIME,)
    memory_mb: int = 256
    timeout_s: int = 30
    table: Access | None = None
    assets: Access | None = None
    deletes_assets: bool = False
    pipeline: tuple[PipelineAction, ...] = ()
    publishes_events: bool = False
    sends_mail: bool = False
    tells_channels: bool = False  # whether mail and webhooks are on here
    detects_faces: bool = False  # where the deployment switches it on
    reads_texts: bool = False  # likewise
    hands_work_to: str | None = None
    estimates_costs: bool = False
    secrets: tuple[Secret, ...] = field(default_factory=tuple)

    @property
    def camel_name(self) -> str:
        """The name of the row's state, placeholder and construct: ``source_image`` is ``SourceImage``."""
        return "".join(part.capitalize() for part in self.name.split("_"))
