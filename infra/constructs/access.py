"""A manifest row's grants: which actions on which resources, and the environment variables that go with them.

Stages: ``Resources`` names what there is; ``statements`` and ``environment`` read a row and pick from it.
What a row does not say is neither granted nor named.
"""

from dataclasses import dataclass, field

from aws_cdk import Aws, Fn
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as stepfunctions

from infra.constructs.parameters import Parameters
from infra.manifest import Access, Function, Layer, PipelineAction, Secret

READS = (Access.READ, Access.READ_WRITE)
WRITES = (Access.WRITE, Access.READ_WRITE)

TABLE_READS = ("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query")
TABLE_WRITES = ("dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem")
KEY_READS = ("kms:Decrypt", "kms:DescribeKey")
KEY_WRITES = ("kms:Encrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey", *KEY_READS)

# How cdk-nag writes the two wildcards: names of the export and of the resource in the templates.
_ASSETS = "OnBrandData:ExportsOutputFnGetAttAssets9A31D427ArnD27552F5"
_EXECUTIONS = (
    "arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:<PipelineMachine70FD447C.Name>:*"
)


@dataclass(frozen=True, slots=True)
class Resources:
    """What functions may be given. ``pipeline`` is missing while the functions of its own states are made;
    ``rekognition`` says whether this deployment has pictures looked at by it; ``mail_reports`` is SES's
    configuration set."""

    table: dynamodb.Table
    assets: s3.Bucket
    key: kms.Key
    bus: events.EventBus
    secrets: dict[Secret, secretsmanager.Secret]
    parameters: Parameters
    public_base_url: str
    pipeline: stepfunctions.StateMachine | None = None
    mail_reports: str = ""
    rekognition: bool = False
    work: dict[str, sqs.Queue] = field(default_factory=dict)

    def machine(self, row: Function) -> stepfunctions.StateMachine:
        """Return the pipeline; raises ValueError for a row that is itself a state of it."""
        if self.pipeline is None:
            raise ValueError(f"{row.name} is a state of the pipeline and cannot act on its executions")
        return self.pipeline


def statements(row: Function, resources: Resources) -> list[iam.PolicyStatement]:
    """Return what ``row`` is allowed, beside its logs and its trigger."""
    return [
        *_table(row, resources),
        *_assets(row, resources),
        *_pipeline(row, resources),
        *_bus(row, resources),
        *_mail(row, resources),
        *_work(row, resources),
        *_secrets(row, resources),
        *_detector(row, resources),
    ]


def environment(row: Function, resources: Resources) -> dict[str, str]:
    """Return the environment variables that ``row`` implies."""
    variables = {"POWERTOOLS_SERVICE_NAME": "onbrand", "POWERTOOLS_LOG_LEVEL": "INFO"}
    if row.table:
        variables["TABLE_NAME"] = resources.table.table_name
    if row.assets:
        variables["ASSETS_BUCKET"] = resources.assets.bucket_name
    if row.pipeline:
        variables["PIPELINE_ARN"] = resources.machine(row).state_machine_arn
    if row.publishes_events:
        variables["EVENT_BUS_NAME"] = resources.bus.event_bus_name
    for secret in row.secrets:
        variables[f"{secret.name}_SECRET_ARN"] = resources.secrets[secret].secret_arn
    if Secret.FREEPIK in row.secrets:
        given = resources.parameters
        variables["FREEPIK_BASE_URL"] = given.freepik_base_url
        variables["FREEPIK_KEY_HEADER"] = given.freepik_key_header
        variables["FREEPIK_COSTS"] = given.freepik_costs
        variables["FREEPIK_CURRENCY"] = given.freepik_currency
        variables["FREEPIK_DOWNLOAD_ORIGINS"] = given.freepik_download_origins
        variables["FREEPIK_LIMITS"] = given.freepik_limits
    if (row.detects_faces or row.reads_texts or row.estimates_costs) and resources.rekognition:
        variables["PICTURE_DETECTOR"] = "rekognition"
        variables["REKOGNITION_COSTS"] = resources.parameters.rekognition_costs
        variables["REKOGNITION_CURRENCY"] = resources.parameters.rekognition_currency
        variables["REKOGNITION_LIMITS"] = resources.parameters.rekognition_limits
    if row.estimates_costs:
        variables["FREEPIK_COSTS"] = resources.parameters.freepik_costs
        variables["FREEPIK_CURRENCY"] = resources.parameters.freepik_currency
    if row.sends_mail or row.tells_channels:
        variables["MAIL_SENDER"] = resources.parameters.mail_sender
    if row.sends_mail:
        variables["MAIL_CONFIGURATION_SET"] = resources.mail_reports
        variables["MAIL_LIMITS"] = resources.parameters.mail_limits
        variables["PUBLIC_BASE_URL"] = resources.public_base_url
    if row.hands_work_to:
        variables["WORK_QUEUE_URL"] = resources.work[row.hands_work_to].queue_url
    if Layer.IMAGING in row.layers:
        variables["OPENBLAS_NUM_THREADS"] = "1"
    return variables


def wildcards(row: Function, resources: Resources) -> dict[str, str]:
    """Return the cdk-nag findings about ``row``'s resources that are meant, each with its reason."""
    meant = {}
    if row.assets:
        meant[f"IAM5[Resource::{_ASSETS}/*]"] = (
            "Objects of the one assets bucket; their keys are made at run time."
        )
    if (row.detects_faces or row.reads_texts) and resources.rekognition:
        meant["IAM5[Resource::*]"] = (
            "Rekognition's detection of what is in a picture acts on no resource that could be named."
        )
    if {PipelineAction.STOP, PipelineAction.DESCRIBE} & set(row.pipeline):
        meant[f"IAM5[Resource::{_EXECUTIONS}]"] = (
            "Executions of the one pipeline; each is named after its request."
        )
    return meant


def allow(actions: tuple[str, ...] | list[str], *arns: str) -> iam.PolicyStatement:
    """Return a statement that allows ``actions`` on exactly ``arns``."""
    return iam.PolicyStatement(actions=list(actions), resources=list(arns))


def key_use(key: kms.Key, actions: tuple[str, ...], service: str) -> iam.PolicyStatement:
    """Return a statement that allows ``actions`` on ``key``, only on behalf of ``service``."""
    return iam.PolicyStatement(
        actions=list(actions),
        resources=[key.key_arn],
        conditions={"StringEquals": {"kms:ViaService": f"{service}.{Aws.REGION}.amazonaws.com"}},
    )


def _table(row: Function, resources: Resources) -> list[iam.PolicyStatement]:
    arn = resources.table.table_arn
    granted = []
    if row.table in READS:
        granted.append(allow(TABLE_READS, arn))
        indexes = [f"{arn}/index/{name}" for name in ("gsi1", "gsi2", "gsi3")]
        granted.append(allow(["dynamodb:Query"], *indexes))
    if row.table in WRITES:
        granted.append(allow(TABLE_WRITES, arn))
    if row.table:
        actions = KEY_WRITES if row.table in WRITES else KEY_READS
        granted.append(key_use(resources.key, actions, "dynamodb"))
    return granted


def _assets(row: Function, resources: Resources) -> list[iam.PolicyStatement]:
    objects = resources.assets.arn_for_objects("*")
    granted = []
    if row.assets in READS:
        granted.append(allow(["s3:GetObject"], objects))
        # Without it S3 answers 403 instead of 404 for an object that is missing.
        granted.append(allow(["s3:ListBucket"], resources.assets.bucket_arn))
        granted.append(key_use(resources.key, ("kms:Decrypt",), "s3"))
    if row.assets in WRITES:
        granted.append(allow(["s3:PutObject"], objects))
        granted.append(key_use(resources.key, ("kms:GenerateDataKey",), "s3"))
    if row.deletes_assets:
        granted.append(allow(["s3:DeleteObject"], objects))
    return granted


def _pipeline(row: Function, resources: Resources) -> list[iam.PolicyStatement]:
    granted = []
    if PipelineAction.START in row.pipeline:
        granted.append(allow(["states:StartExecution"], resources.machine(row).state_machine_arn))
    if PipelineAction.RESUME in row.pipeline:
        callbacks = ["states:SendTaskSuccess", "states:SendTaskFailure"]
        granted.append(allow(callbacks, resources.machine(row).state_machine_arn))
    on_executions = {
        PipelineAction.STOP: "states:StopExecution",
        PipelineAction.DESCRIBE: "states:DescribeExecution",
    }
    actions = [action for name, action in on_executions.items() if name in row.pipeline]
    if actions:
        prefix = f"arn:{Aws.PARTITION}:states:{Aws.REGION}:{Aws.ACCOUNT_ID}:execution:"
        granted.append(allow(actions, f"{prefix}{resources.machine(row).state_machine_name}:*"))
    return granted


def _bus(row: Function, resources: Resources) -> list[iam.PolicyStatement]:
    return [allow(["events:PutEvents"], resources.bus.event_bus_arn)] if row.publishes_events else []


def _mail(row: Function, resources: Resources) -> list[iam.PolicyStatement]:
    if not row.sends_mail:
        return []
    sender = resources.parameters.mail_sender
    own = f"arn:{Aws.PARTITION}:ses:{Aws.REGION}:{Aws.ACCOUNT_ID}:"
    prefix = f"{own}identity/"
    reports = f"{own}configuration-set/{resources.mail_reports}"
    # SES checks whichever of the two is verified.
    domain = Fn.select(1, Fn.split("@", sender))
    return [allow(["ses:SendEmail", "ses:SendRawEmail"], prefix + sender, prefix + domain, reports)]


def _detector(row: Function, resources: Resources) -> list[iam.PolicyStatement]:
    if not resources.rekognition:
        return []
    actions = ["rekognition:DetectFaces", "rekognition:DetectLabels"] if row.detects_faces else []
    actions += ["rekognition:DetectText"] if row.reads_texts else []
    return [allow(actions, "*")] if actions else []


def _work(row: Function, resources: Resources) -> list[iam.PolicyStatement]:
    if row.hands_work_to is None:
        return []
    return [allow(["sqs:SendMessage"], resources.work[row.hands_work_to].queue_arn)]


def _secrets(row: Function, resources: Resources) -> list[iam.PolicyStatement]:
    arns = [resources.secrets[secret].secret_arn for secret in row.secrets]
    return [allow(["secretsmanager:GetSecretValue"], *arns)] if arns else []
