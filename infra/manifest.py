"""THE TABLE of functions: one row a Lambda. What starts it, what it loads, what it may touch. Plain data.

The name of a row is the name of its folder in ``functions/``; the name of a task row in CamelCase is its
state in ``pipelines/content.asl.json``. A grant that is not here does not exist.
"""

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
    detects_faces: bool = False  # where the deployment switches it on
    hands_work_to: str | None = None
    estimates_costs: bool = False
    checks_webhooks: bool = False  # whether an address may be called
    secrets: tuple[Secret, ...] = field(default_factory=tuple)

    @property
    def camel_name(self) -> str:
        """The name of the row's state, placeholder and construct: ``source_image`` is ``SourceImage``."""
        return "".join(part.capitalize() for part in self.name.split("_"))


# By name: ANY with an authorizer would catch the browser's unsigned OPTIONS, which API Gateway answers.
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

PIXELS = (Layer.RUNTIME, Layer.IMAGING)

# Memory of pixel functions, from `make bench`: at its peak a set of twelve takes 90 to 170 MB above the imports
# (85 MB), and taking in a picture of 100 megapixels 125 MB. So the processor that comes with the memory
# decides: it grows in proportion, and 1769 MB is one whole vCPU.
ONE_PROCESSOR_MB = 1769
# Rendering works in two threads. 3538 MB would be two vCPUs, but 3008 (1.7) is the most that a new account may have.
TWO_THREADS_MB = 3008
# Foreign pictures are decoded in a child that may take 1.2 GB; it has to die of its own limit, not of the function's.
CHILD_BESIDE_MB = ONE_PROCESSOR_MB

FUNCTIONS: tuple[Function, ...] = (
    Function(
        "api",
        "Members' HTTPS API",
        HttpTrigger(
            (
                *(Route(method, "/v1/{proxy+}") for method in METHODS),
                Route("GET", "/v1/openapi.json", public=True),
                Route("GET", "/v1/health", public=True),
                Route("GET", "/docs", public=True),
            )
        ),
        memory_mb=512,
        table=Access.READ_WRITE,
        assets=Access.READ_WRITE,
        deletes_assets=True,
        estimates_costs=True,
        checks_webhooks=True,
        secrets=(Secret.SIGNING,),
    ),
    Function(
        "complete_brand_asset",
        "Checks an uploaded logo, picture or font by reading it to its end, then makes it usable",
        HttpTrigger((Route("POST", "/v1/brands/{brand_id}/assets/{asset_id}/complete"),)),
        PIXELS,
        memory_mb=CHILD_BESIDE_MB,
        table=Access.READ_WRITE,
        assets=Access.READ_WRITE,
        deletes_assets=True,
    ),
    Function(
        "preview_template",
        "Draws a template with some texts as a dry run, and says how they fit",
        HttpTrigger((Route("POST", "/v1/templates/{template_id}/preview"),)),
        PIXELS,
        memory_mb=1769,
        timeout_s=29,
        table=Access.READ,
        assets=Access.READ,
    ),
    Function(
        "simulate_profile",
        "Judges a brand's last pictures by a draft of its profile, and stores nothing",
        HttpTrigger((Route("POST", "/v1/brands/{brand_id}/simulate"),)),
        PIXELS,
        memory_mb=ONE_PROCESSOR_MB,
        timeout_s=29,
        table=Access.READ,
        assets=Access.READ,
    ),
    Function(
        "approval_links",
        "The public pages behind links in approval emails",
        HttpTrigger(
            (
                Route("GET", "/approvals/{link}", public=True),
                Route("POST", "/approvals/{link}", public=True),
                Route("GET", "/approvals/{link}/picture", public=True),
            )
        ),
        table=Access.READ_WRITE,
        assets=Access.READ,
        secrets=(Secret.SIGNING,),
    ),
    Function(
        "preferences_links",
        "The public page behind the link that switches messages off",
        HttpTrigger(
            (
                Route("GET", "/preferences/{link}", public=True),
                Route("POST", "/preferences/{link}", public=True),
            )
        ),
        table=Access.READ_WRITE,
        secrets=(Secret.SIGNING,),
    ),
    Function(
        "prepare_request",
        "Pins the versions of profile and template",
        TaskTrigger(),
        table=Access.READ_WRITE,
    ),
    Function(
        "source_image",
        "Finds, licenses and stores the picture",
        TaskTrigger(),
        PIXELS,
        memory_mb=CHILD_BESIDE_MB,
        timeout_s=120,
        table=Access.READ_WRITE,
        assets=Access.READ_WRITE,
        detects_faces=True,
        secrets=(Secret.FREEPIK,),
    ),
    Function(
        "compose_asset",
        "Lays out all placements and renders the lead one",
        TaskTrigger(),
        PIXELS,
        memory_mb=ONE_PROCESSOR_MB,
        timeout_s=60,
        table=Access.READ_WRITE,
        assets=Access.READ_WRITE,
    ),
    Function(
        "score_compliance",
        "Judges the lead picture by the brand profile, cures what composition can",
        TaskTrigger(),
        PIXELS,
        memory_mb=ONE_PROCESSOR_MB,
        timeout_s=60,
        table=Access.READ_WRITE,
        assets=Access.READ_WRITE,
    ),
    Function(
        "render_variants",
        "Renders and scores every placement, decides on automatic approval",
        TaskTrigger(),
        PIXELS,
        memory_mb=TWO_THREADS_MB,
        timeout_s=120,
        table=Access.READ_WRITE,
        assets=Access.READ_WRITE,
    ),
    Function(
        "open_approval",
        "Opens the approval step and keeps the task token",
        TaskTrigger(callback=True),
        table=Access.READ_WRITE,
    ),
    Function(
        "finalize_request",
        "Packs the variants of an approved request, closes every other",
        TaskTrigger(),
        memory_mb=1024,
        timeout_s=60,
        table=Access.READ_WRITE,
        assets=Access.READ_WRITE,
    ),
    Function(
        "fail_request",
        "Ends a request with a reason that a person understands",
        TaskTrigger(),
        table=Access.READ_WRITE,
    ),
    Function(
        "publish_events",
        "Hands event items of the table on to the bus",
        StreamTrigger(),
        publishes_events=True,
    ),
    Function(
        "start_pipeline",
        "Starts the pipeline for a submitted, retried or revised request",
        QueueTrigger(("RequestSubmitted", "RequestRetried", "RequestRevised")),
        table=Access.READ,
        pipeline=(PipelineAction.START,),
    ),
    Function(
        "resume_pipeline",
        "Hands a decision to the waiting execution",
        QueueTrigger(("ApprovalDecided", "ApprovalExpired")),
        table=Access.READ_WRITE,
        pipeline=(PipelineAction.RESUME,),
    ),
    Function(
        "stop_pipeline",
        "Stops the execution of a request that was cancelled, withdrawn or put back to review",
        QueueTrigger(("RequestCancelled", "RequestWithdrawn", "ReviewReopened")),
        table=Access.READ,
        pipeline=(PipelineAction.STOP,),
    ),
    Function(
        "plan_rescores",
        "Finds the requests that a new version of a profile or template concerns",
        QueueTrigger(("BrandUpdated", "TemplatePublished", "VariantsRendered"), batch_size=1),
        timeout_s=120,
        table=Access.READ_WRITE,
    ),
    Function(
        "rescore_request",
        "Judges one request by newer versions of profile and template, and puts what falls back to review",
        QueueTrigger(("RescoreRequested",), batch_size=1, max_concurrency=5),
        PIXELS,
        memory_mb=ONE_PROCESSOR_MB,
        timeout_s=180,
        table=Access.READ_WRITE,
        assets=Access.READ_WRITE,
    ),
    Function(
        "notify",
        "Sends the messages that events ask for",
        QueueTrigger(
            (
                "MemberInvited",
                "ApprovalOpened",
                "ApprovalReminded",
                "ApprovalEscalated",
                "ApprovalReassigned",
                "ApprovalDelegated",
                "RequestFinalized",
                "RequestFailed",
                "MailAddressSuppressed",
                "DeliveryRedriven",
            )
        ),
        table=Access.READ_WRITE,
        assets=Access.READ,
        sends_mail=True,
        secrets=(Secret.SIGNING,),
    ),
    Function(
        "mail_feedback",
        "Takes note of mail that came back and of complaints",
        MailReportTrigger(),
        table=Access.READ_WRITE,
    ),
    Function(
        "record_activity",
        "Writes the organization's activity log",
        QueueTrigger(),
        table=Access.READ_WRITE,
    ),
    Function(
        "deliver_webhooks",
        "Writes a delivery for each webhook that wants an event",
        QueueTrigger(
            (
                "RequestSubmitted",
                "RequestRevised",
                "RequestRetried",
                "RequestRescheduled",
                "RequestCancelled",
                "RequestWithdrawn",
                "VariantsRendered",
                "RequestFinalized",
                "RequestFailed",
                "AssetDownloaded",
                "ApprovalOpened",
                "ApprovalEscalated",
                "ApprovalDecided",
                "ApprovalExpired",
                "BrandCreated",
                "BrandUpdated",
                "TemplatePublished",
                "WebhookTestRequested",
                "WebhookRedriven",
            )
        ),
        table=Access.READ_WRITE,
        hands_work_to="send_webhook",
    ),
    Function(
        "send_webhook",
        "Posts a delivery to a receiver's server, and keeps what it answered",
        WorkTrigger(),
        table=Access.READ_WRITE,
        checks_webhooks=True,
    ),
    Function(
        "retry_webhooks",
        "Has failed deliveries attempted again when it is their time",
        ScheduleTrigger("rate(1 minute)"),
        table=Access.READ,
        hands_work_to="send_webhook",
    ),
    Function(
        "aggregate_usage",
        "Asks every hour for the days that are over to be summed, a job a shard of organizations",
        ScheduleTrigger("cron(15 * * * ? *)"),
        hands_work_to="aggregate_shard",
    ),
    Function(
        "aggregate_shard",
        "Sums the days that are over: usage, spend and compliance of a shard of organizations",
        WorkTrigger(),
        memory_mb=512,
        timeout_s=300,
        table=Access.READ_WRITE,
    ),
    Function(
        "send_reports",
        "Orders every hour the reports that are due, each period of a definition once",
        ScheduleTrigger("cron(45 * * * ? *)"),
        timeout_s=300,
        table=Access.READ_WRITE,
    ),
    Function(
        "make_report",
        "Draws a report that was ordered as HTML, PDF and CSV, and mails it to its recipients",
        QueueTrigger(("ReportOrdered",), batch_size=1),
        PIXELS,
        memory_mb=ONE_PROCESSOR_MB,
        timeout_s=180,
        table=Access.READ_WRITE,
        assets=Access.READ_WRITE,
        sends_mail=True,
    ),
    Function(
        "settle_due",
        "Reminds, escalates and expires what is due, mends reviews that got stuck, sends what waited",
        ScheduleTrigger("rate(5 minutes)"),
        timeout_s=120,
        table=Access.READ_WRITE,
        assets=Access.READ,
        pipeline=(PipelineAction.START, PipelineAction.RESUME, PipelineAction.DESCRIBE),
        sends_mail=True,
        secrets=(Secret.SIGNING,),
    ),
)
