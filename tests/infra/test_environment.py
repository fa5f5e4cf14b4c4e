"""The environment variables of each function are those that its row implies."""

import json
import re
from typing import Any

import pytest

from infra.constructs.access import Resources
from infra.manifest import FUNCTIONS, Function, Layer, PipelineAction, Secret
from onbrand.settings import FREEPIK_LIMITS, MAIL_LIMITS, FreepikSettings, MailSettings
from tests.support.templates import Assembly

ALWAYS = {"POWERTOOLS_SERVICE_NAME", "POWERTOOLS_LOG_LEVEL"}
FREEPIK = {"BASE_URL", "KEY_HEADER", "COSTS", "CURRENCY", "DOWNLOAD_ORIGINS", "SECRET_ARN", "LIMITS"}

# What a variable names, and the action that must come with it.
GRANTS = {
    "TABLE_NAME": "dynamodb:",
    "ASSETS_BUCKET": "s3:",
    "PIPELINE_ARN": "states:",
    "EVENT_BUS_NAME": "events:PutEvents",
    "MAIL_SENDER": "ses:",
    "WORK_QUEUE_URL": "sqs:SendMessage",
    "SIGNING_SECRET_ARN": "secretsmanager:",
    "FREEPIK_SECRET_ARN": "secretsmanager:",
}


def variables(assembly: Assembly, row: Function) -> dict[str, Any]:
    function = assembly.one("AWS::Lambda::Function", row.camel_name)
    return function.properties["Environment"]["Variables"]


def implied(row: Function) -> set[str]:
    names = set(ALWAYS)
    names |= {"TABLE_NAME"} if row.table else set()
    names |= {"ASSETS_BUCKET"} if row.assets else set()
    names |= {"PIPELINE_ARN"} if row.pipeline else set()
    names |= {"EVENT_BUS_NAME"} if row.publishes_events else set()
    names |= {"MAIL_SENDER"} if row.tells_channels else set()
    names |= {"WORK_QUEUE_URL"} if row.hands_work_to else set()
    names |= {"MAIL_SENDER", "MAIL_CONFIGURATION_SET", "PUBLIC_BASE_URL"} if row.sends_mail else set()
    names |= {"MAIL_LIMITS"} if row.sends_mail else set()
    names |= {"SIGNING_SECRET_ARN"} if Secret.SIGNING in row.secrets else set()
    names |= {"FREEPIK_COSTS", "FREEPIK_CURRENCY"} if row.estimates_costs else set()
    names |= {f"FREEPIK_{name}" for name in FREEPIK} if Secret.FREEPIK in row.secrets else set()
    names |= {"OPENBLAS_NUM_THREADS"} if Layer.IMAGING in row.layers else set()
    return names


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row.name)
def test_a_function_is_told_exactly_what_its_row_implies(assembly: Assembly, row: Function) -> None:
    assert set(variables(assembly, row)) == implied(row)


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row.name)
def test_what_a_function_is_told_of_it_may_use(assembly: Assembly, row: Function) -> None:
    statements = assembly.one("AWS::IAM::Policy", f"{row.camel_name}/Role").properties["PolicyDocument"][
        "Statement"
    ]
    flat = [statement["Action"] for statement in statements]
    actions = {action for item in flat for action in (item if isinstance(item, list) else [item])}
    told = set(variables(assembly, row)) & set(GRANTS)
    told -= {"MAIL_SENDER"} if row.tells_channels else set()  # it says whether mail is on, and sends none
    assert {name for name in told if not any(action.startswith(GRANTS[name]) for action in actions)} == set()


def test_no_deployment_lets_webhooks_into_private_networks(assembly: Assembly) -> None:
    text = json.dumps(assembly.templates)
    assert "MAIL_SENDER" in text
    assert "WEBHOOK_ORIGINS" not in text


def test_no_variable_holds_a_secret(assembly: Assembly) -> None:
    for row in FUNCTIONS:
        secrets = {name: value for name, value in variables(assembly, row).items() if "SECRET" in name}
        assert all(set(value) == {"Ref"} for value in secrets.values())


def test_the_defaults_of_the_parameters_can_be_read_as_settings(assembly: Assembly) -> None:
    parameters = assembly.templates["OnBrandService"]["Parameters"]
    defaults = {name: body.get("Default") for name, body in parameters.items()}
    freepik = FreepikSettings.read(
        {
            "FREEPIK_SECRET_ARN": "arn",
            "FREEPIK_BASE_URL": defaults["FreepikBaseUrl"],
            "FREEPIK_KEY_HEADER": defaults["FreepikKeyHeader"],
            "FREEPIK_COSTS": defaults["FreepikCosts"],
            "FREEPIK_CURRENCY": defaults["FreepikCurrency"],
            "FREEPIK_DOWNLOAD_ORIGINS": defaults["FreepikDownloadOrigins"],
            "FREEPIK_LIMITS": defaults["FreepikLimits"],
        }
    )
    assert "https://*.freepik.com" in freepik.freepik_download_origins
    assert set(freepik.freepik_costs) == {"resources.search", "resources.detail", "resources.download"}
    assert freepik.freepik_limits == FREEPIK_LIMITS
    mail = MailSettings.read(
        {
            "MAIL_SENDER": defaults["MailSender"],
            "PUBLIC_BASE_URL": "https://api.example.com",
            "MAIL_LIMITS": defaults["MailLimits"],
        }
    )
    assert mail.mail_limits == MAIL_LIMITS


@pytest.mark.parametrize("name", ["FreepikLimits", "MailLimits"])
@pytest.mark.parametrize(
    ("text", "is_good"),
    [
        ('{"5": 250, "120": 1200, "86400": 1000}', True),
        ('{"1":1}', True),
        ("", False),
        ("{}", False),
        ('{"5": 0}', False),
        ('{"0": 5}', False),
        ('{"5": "250"}', False),
        ('{"5": 2.5}', False),
        ('{"5": 250,}', False),
        ("[250]", False),
    ],
)
def test_limits_are_checked_before_anything_is_deployed(
    assembly: Assembly, name: str, text: str, is_good: bool
) -> None:
    parameter = assembly.templates["OnBrandService"]["Parameters"][name]
    assert bool(re.fullmatch(parameter["AllowedPattern"], text)) is is_good
    if is_good:
        settings = {"MAIL_LIMITS": text, "PUBLIC_BASE_URL": "https://api.example.com"}
        assert MailSettings.read(settings).mail_limits


def test_a_state_of_the_pipeline_cannot_act_on_its_executions() -> None:
    row = Function(
        "odd", "A state that stops its own execution", FUNCTIONS[3].trigger, pipeline=(PipelineAction.STOP,)
    )
    resources = Resources(None, None, None, None, {}, None, "https://api.example.com")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="odd is a state of the pipeline"):
        resources.machine(row)
