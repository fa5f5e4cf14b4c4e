"""What moto's CloudFormation cannot create: made by API before its stack, so that others can name it.

A maker gets the deployment, the stack's name, the logical id and the resolved properties, and returns what a
Ref and a GetAtt to the resource give.
"""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

Properties = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """A resource as references see it."""

    physical_resource_id: str
    attributes: dict[str, str] = field(default_factory=dict)

    def get_cfn_attribute(self, name: str) -> str:
        """What GetAtt gives. Raises KeyError."""
        return self.attributes[name]


class Site(Protocol):
    """What makers need of the deployment under way."""

    region: str
    account: str
    gateway_url: str
    user_pool_id: str
    client_id: str

    def client(self, service: str) -> Any: ...


READABLE = ["email", "email_verified", "name", "given_name", "family_name", "locale", "picture", "zoneinfo"]
Maker = Callable[[Site, str, str, Properties], Made]


def accepted(client: Any, operation: str, properties: Properties) -> Properties:
    """The properties that an API operation takes under the same name."""
    members = client.meta.service_model.operation_model(operation).input_shape.members
    return {name: value for name, value in properties.items() if name in members}


def _arn(site: Site, service: str, resource: str) -> str:
    return f"arn:aws:{service}:{site.region}:{site.account}:{resource}"


def _user_pool(site: Site, stack: str, logical_id: str, properties: Properties) -> Made:
    cognito = site.client("cognito-idp")
    asked = accepted(cognito, "CreateUserPool", properties)
    asked.pop("LambdaConfig", None)
    name = properties.get("UserPoolName", f"{stack}-{logical_id}")
    pool = cognito.create_user_pool(**asked, PoolName=name)["UserPool"]
    site.user_pool_id = pool["Id"]
    provider = f"cognito-idp.{site.region}.amazonaws.com/{pool['Id']}"
    attributes = {
        "Arn": pool["Arn"],
        "ProviderName": provider,
        "ProviderURL": f"https://{provider}",
        "UserPoolId": pool["Id"],
    }
    return Made(pool["Id"], attributes)


def _user_pool_client(site: Site, stack: str, logical_id: str, properties: Properties) -> Made:
    cognito = site.client("cognito-idp")
    asked = accepted(cognito, "CreateUserPoolClient", properties)
    asked.setdefault("ClientName", f"{stack}-{logical_id}")
    # On AWS a client without a list reads every standard attribute; moto would put none into the ID token.
    asked.setdefault("ReadAttributes", READABLE)
    client = cognito.create_user_pool_client(**asked)["UserPoolClient"]
    site.client_id = client["ClientId"]
    attributes = {"ClientId": client["ClientId"], "Name": asked["ClientName"]}
    return Made(client["ClientId"], attributes | {"ClientSecret": client.get("ClientSecret", "")})


def _user_pool_group(site: Site, stack: str, logical_id: str, properties: Properties) -> Made:
    cognito = site.client("cognito-idp")
    cognito.create_group(**accepted(cognito, "CreateGroup", properties))
    return Made(properties["GroupName"])


def _secret(site: Site, stack: str, logical_id: str, properties: Properties) -> Made:
    secrets = site.client("secretsmanager")
    name = properties.get("Name", f"{stack}-{logical_id}")
    text = properties.get("SecretString")
    if text is None:
        rules = dict(properties.get("GenerateSecretString", {}))
        template, key = rules.pop("SecretStringTemplate", None), rules.pop("GenerateStringKey", None)
        text = secrets.get_random_password(**accepted(secrets, "GetRandomPassword", rules))["RandomPassword"]
        if template is not None and key is not None:
            text = json.dumps({**json.loads(template), key: text})
    arn = secrets.create_secret(Name=name, SecretString=text)["ARN"]
    return Made(arn, {"Id": arn})


def _email_identity(site: Site, stack: str, logical_id: str, properties: Properties) -> Made:
    identity = properties["EmailIdentity"]
    verify_sender(site, identity)
    return Made(identity)


def verify_sender(site: Site, sender: str) -> None:
    """Lets an address (``a@b`` or ``Name <a@b>``) or a domain send mail."""
    address = sender.rpartition("<")[2].strip("> ")
    if "@" in address:
        site.client("ses").verify_email_identity(EmailAddress=address)
    else:
        site.client("ses").verify_domain_identity(Domain=address)


def _http_api(site: Site, stack: str, logical_id: str, properties: Properties) -> Made:
    return Made("local", {"ApiEndpoint": site.gateway_url, "ApiId": "local"})


def _named(service: str, kind: str, name_property: str) -> Maker:
    """A maker for what only needs a name and an ARN before its stack exists."""

    def make(site: Site, stack: str, logical_id: str, properties: Properties) -> Made:
        name = properties.get(name_property, f"{stack}-{logical_id}")
        arn = _arn(site, service, f"{kind}{name}")
        return Made(arn if service in ("states", "lambda") else name, {"Arn": arn, "Name": name})

    return make


def _layer(site: Site, stack: str, logical_id: str, properties: Properties) -> Made:
    arn = _arn(site, "lambda", f"layer:{properties.get('LayerName', f'{stack}-{logical_id}')}:1")
    return Made(arn, {"Arn": arn, "LayerVersionArn": arn})


def _event_bus(site: Site, stack: str, logical_id: str, properties: Properties) -> Made:
    """moto creates buses, but a Ref to one gives an object instead of its name."""
    name = properties.get("Name", f"{stack}-{logical_id}")
    return Made(name, {"Name": name, "Arn": site.client("events").create_event_bus(Name=name)["EventBusArn"]})


def _plain(site: Site, stack: str, logical_id: str, properties: Properties) -> Made:
    return Made(logical_id, {"Id": str(uuid.uuid4()), "Arn": logical_id})


MAKERS: dict[str, Maker] = {
    "AWS::Cognito::UserPool": _user_pool,
    "AWS::Cognito::UserPoolClient": _user_pool_client,
    "AWS::Cognito::UserPoolGroup": _user_pool_group,
    "AWS::SecretsManager::Secret": _secret,
    "AWS::SES::EmailIdentity": _email_identity,
    "AWS::SES::ConfigurationSet": _named("ses", "configuration-set/", "Name"),
    "AWS::ApiGatewayV2::Api": _http_api,
    "AWS::ApiGatewayV2::Stage": _plain,
    "AWS::ApiGatewayV2::Route": _plain,
    "AWS::ApiGatewayV2::Integration": _plain,
    "AWS::ApiGatewayV2::Authorizer": _plain,
    "AWS::Scheduler::Schedule": _named("scheduler", "schedule/default/", "Name"),
    "AWS::Scheduler::ScheduleGroup": _named("scheduler", "schedule-group/", "Name"),
    "AWS::StepFunctions::StateMachine": _named("states", "stateMachine:", "StateMachineName"),
    "AWS::Lambda::LayerVersion": _layer,
    "AWS::Lambda::EventSourceMapping": _plain,
    "AWS::Events::EventBus": _event_bus,
    "AWS::CloudWatch::Alarm": _named("cloudwatch", "alarm:", "AlarmName"),
    "AWS::SNS::Subscription": _plain,
    "AWS::SQS::QueuePolicy": _plain,
}

# Makers that must see resolved properties; the others only look at literal names.
RESOLVED_EARLY = frozenset(
    name for name in MAKERS if name.split("::")[1] in ("Cognito", "SecretsManager", "SES", "Events")
)

# Left out on purpose: what they do has no meaning here. The reason is shown at start.
IGNORED: dict[str, str] = {
    "AWS::CDK::Metadata": "",
    "AWS::Lambda::Permission": "",
    "AWS::S3::BucketPolicy": "policies are not enforced (moto does not read their conditions)",
    "AWS::SNS::TopicPolicy": "policies are not enforced",
    "AWS::Cognito::UserPoolDomain": "no hosted sign-in page",
    "AWS::SES::ConfigurationSetEventDestination": "no mail comes back by itself; put an event on the default bus",
    "AWS::Logs::MetricFilter": "no metrics from logs",
    "AWS::Logs::QueryDefinition": "no saved queries",
    "AWS::CloudWatch::CompositeAlarm": "alarms never ring",
    "AWS::Lambda::EventInvokeConfig": "asynchronous calls are tried once",
    "AWS::Budgets::Budget": "nothing costs money here",
    "AWS::XRay::Group": "no traces",
}
