"""Reads from a created stack what the local cloud runs itself: functions, mappings, routes, schedules."""

import json
import re
from functools import partial
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, build_opener

from infra.local.deployment import Deployment, StackRun
from infra.local.gateway.authorizer import JwtAuthorizer
from infra.local.gateway.cors import Cors
from infra.local.gateway.routes import Route
from infra.local.layers import layer_paths
from infra.local.mappings import QueueMapping, read_mapping
from infra.local.resources import accepted, verify_sender
from infra.local.schedules import read_schedule
from infra.local.template import asset_directory
from infra.local.worker import FunctionSpec

DIRECT = build_opener(ProxyHandler({}))


def wire(run: StackRun) -> None:
    """Adds everything of one stack to its deployment."""
    _layers(run)
    _functions(run)
    _state_machines(run)
    _mappings(run)
    _http_api(run)
    for logical_id, properties in run.of_type("AWS::Scheduler::Schedule"):
        run.site.schedules.append(read_schedule(run.made[logical_id].physical_resource_id, properties))
    _policies_and_alarms(run)


def _layers(run: StackRun) -> None:
    for logical_id, resource in run.resources.items():
        if resource["Type"] == "AWS::Lambda::LayerVersion":
            run.site.layers[run.made[logical_id].physical_resource_id] = resource["Properties"]["Content"]


def _functions(run: StackRun) -> None:
    site = run.site
    for logical_id, properties in run.of_type("AWS::Lambda::Function"):
        if not str(properties.get("Runtime", "")).startswith("python"):
            site.unsupported.append(f"{run.stack.name}/{logical_id}: runtime {properties.get('Runtime')}")
            continue
        name = run.physical_id(logical_id)
        environment = {
            key: str(value) for key, value in properties.get("Environment", {}).get("Variables", {}).items()
        }
        paths = [_code(run, name, properties["Code"])]
        for arn in properties.get("Layers", []):
            paths += layer_paths(
                asset_directory(site.layers[arn], site.assets, site.work / "assets"), site.work / "layers"
            )
        spec = FunctionSpec(
            name=name,
            arn=f"arn:aws:lambda:{site.region}:{site.account}:function:{name}",
            handler=properties["Handler"],
            paths=tuple(paths),
            environment=environment,
            memory_mb=int(properties.get("MemorySize", 128)),
            timeout_s=int(properties.get("Timeout", 3)),
            log=site.logs / f"{_log_name(name, properties['Handler'])}.log",
        )
        site.functions.add(spec)
        if "MAIL_SENDER" in environment:
            verify_sender(site, environment["MAIL_SENDER"])


def _log_name(name: str, handler: str) -> str:
    """The folder of a handler like ``functions.api.handler.handler``, else the function's name."""
    parts = handler.split(".")
    return parts[1] if len(parts) == 4 else name


def _code(run: StackRun, name: str, code: dict[str, Any]) -> Path:
    if "ZipFile" not in code:
        return asset_directory(code, run.site.assets, run.site.work / "assets")
    folder = run.site.work / "inline" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.py").write_text(code["ZipFile"])
    return folder


def _state_machines(run: StackRun) -> None:
    for logical_id, properties in run.of_type("AWS::StepFunctions::StateMachine"):
        if "DefinitionS3Location" in properties:
            location = properties["DefinitionS3Location"]
            text = run.site.assets[location["Key"].split(".")[0]].read_text()
        else:
            text = properties.get("DefinitionString") or json.dumps(properties["Definition"])
        for name, value in properties.get("DefinitionSubstitutions", {}).items():
            text = text.replace(f"${{{name}}}", str(value))
        run.site.client("stepfunctions").create_state_machine(
            name=run.made[logical_id].attributes["Name"], definition=text, roleArn=properties["RoleArn"]
        )


def _mappings(run: StackRun) -> None:
    for _, properties in run.of_type("AWS::Lambda::EventSourceMapping"):
        mapping = read_mapping(properties)
        if isinstance(mapping, QueueMapping):
            run.site.queue_mappings.append(mapping)
        else:
            run.site.stream_mappings.append(mapping)


def _http_api(run: StackRun) -> None:
    api = run.site.api
    for _, properties in run.of_type("AWS::ApiGatewayV2::Api"):
        if "CorsConfiguration" in properties:
            api.cors = Cors.from_template(properties["CorsConfiguration"])
    for logical_id, properties in run.of_type("AWS::ApiGatewayV2::Authorizer"):
        rules = properties["JwtConfiguration"]
        api.authorizers[logical_id] = JwtAuthorizer(
            rules["Issuer"], tuple(rules["Audience"]), partial(_signing_keys, run.site, rules["Issuer"])
        )
    integrations = dict(run.of_type("AWS::ApiGatewayV2::Integration"))
    for _, properties in run.of_type("AWS::ApiGatewayV2::Route"):
        integration = integrations[properties["Target"].rsplit("/", 1)[-1]]
        found = re.search(r":function:([\w-]+)", integration["IntegrationUri"])
        if found is None:
            run.site.unsupported.append(
                f"{properties['RouteKey']}: {integration['IntegrationUri']} is not a function"
            )
            continue
        public = properties.get("AuthorizationType", "NONE") == "NONE"
        api.routes.append(
            Route(
                properties["RouteKey"],
                found[1],
                None if public else properties["AuthorizerId"],
                tuple(properties.get("AuthorizationScopes", ())),
                float(integration.get("TimeoutInMillis", 30_000)) / 1000,
            )
        )


def _signing_keys(site: Deployment, issuer: str) -> bytes:
    """moto's key, which everyone has: only this gateway ever accepts it."""
    endpoint = site.client("cognito-idp").meta.endpoint_url
    pool_id = issuer.rsplit("/", 1)[-1]
    with DIRECT.open(f"{endpoint}/{pool_id}/.well-known/jwks.json", timeout=10) as answer:
        return bytes(answer.read())


def _policies_and_alarms(run: StackRun) -> None:
    site = run.site
    for _, properties in run.of_type("AWS::SQS::QueuePolicy"):
        for url in properties["Queues"]:
            attributes = {"Policy": json.dumps(properties["PolicyDocument"])}
            site.client("sqs").set_queue_attributes(QueueUrl=url, Attributes=attributes)
    for _, properties in run.of_type("AWS::SNS::Subscription"):
        site.client("sns").subscribe(**accepted(site.client("sns"), "Subscribe", properties))
    cloudwatch = site.client("cloudwatch")
    for logical_id, properties in run.of_type("AWS::CloudWatch::Alarm"):
        asked = accepted(cloudwatch, "PutMetricAlarm", properties)
        cloudwatch.put_metric_alarm(**asked | {"AlarmName": run.made[logical_id].attributes["Name"]})
