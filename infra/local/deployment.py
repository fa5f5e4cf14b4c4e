"""Brings a stack up: first what moto cannot create, then the stack itself."""

import json
import logging
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from infra.local import moto_patches
from infra.local.functions import Functions
from infra.local.gateway.server import Api
from infra.local.mappings import QueueMapping, StreamMapping
from infra.local.resources import IGNORED, MAKERS, RESOLVED_EARLY, Made
from infra.local.schedules import Schedule
from infra.local.template import Stack, substitute

log = logging.getLogger(__name__)


class UnsupportedTemplateError(RuntimeError):
    """The template has a resource that is neither created, emulated nor knowingly left out."""


class _Names(dict[str, Any]):
    """What a Ref names before its stack exists, in the shape that moto's resolver reads."""

    cross_stack_resources: dict[str, Any]


@dataclass(slots=True)
class Deployment:
    """Everything that the stacks made, as the local cloud needs it."""

    region: str
    account: str
    gateway_url: str
    work: Path
    logs: Path
    functions: Functions
    client: Callable[[str], Any]
    parameters: dict[str, str]
    api: Api = field(default_factory=lambda: Api("local"))
    outputs: dict[str, str] = field(default_factory=dict)
    schedules: list[Schedule] = field(default_factory=list)
    queue_mappings: list[QueueMapping] = field(default_factory=list)
    stream_mappings: list[StreamMapping] = field(default_factory=list)
    unsupported: list[str] = field(default_factory=list)
    layers: dict[str, dict[str, Any]] = field(default_factory=dict)
    assets: dict[str, Path] = field(default_factory=dict)
    user_pool_id: str = ""
    client_id: str = ""


def check_types(stacks: list[Stack]) -> list[str]:
    """What the local cloud leaves out of the stacks. Raises UnsupportedTemplateError for unknown types."""
    created = moto_patches.cloudformation_types()
    left_out, unknown = [], []
    for stack in stacks:
        for logical_id, resource in stack.template.get("Resources", {}).items():
            kind = resource["Type"]
            if IGNORED.get(kind):
                left_out.append(f"{stack.name}/{logical_id} ({kind}): {IGNORED[kind]}")
            elif kind not in MAKERS and kind not in IGNORED and kind not in created:
                unknown.append(f"{stack.name}/{logical_id} ({kind})")
    if unknown:
        raise UnsupportedTemplateError(f"the local cloud cannot run: {', '.join(unknown)}")
    return left_out


class StackRun:
    """One stack on its way up; ``made`` is what was created outside of it."""

    def __init__(self, site: Deployment, stack: Stack) -> None:
        self.site = site
        self.stack = stack
        self.resources: dict[str, Any] = stack.template.get("Resources", {})
        self.made: dict[str, Made] = {}

    def create(self) -> None:
        """Makes, creates, and reads the outputs."""
        self._make_early()
        self._create_stack()
        for output in self._described().get("Outputs", []):
            if not output["OutputKey"].startswith("ExportsOutput"):
                self.site.outputs[output["OutputKey"]] = output["OutputValue"]

    def of_type(self, *kinds: str) -> list[tuple[str, dict[str, Any]]]:
        """The resources of these types: logical id and properties with every reference resolved."""
        return [
            (logical_id, self.resolve(resource.get("Properties", {})))
            for logical_id, resource in self.resources.items()
            if resource["Type"] in kinds
        ]

    def resolve(self, value: Any) -> Any:
        """A piece of the template with its references resolved; the stack must exist."""
        literal = substitute(deepcopy(value), self._literal)
        return moto_patches.resolve(literal, self.stack.name, self.site.region)

    def physical_id(self, logical_id: str) -> str:
        """What a Ref to the resource gives."""
        return str(self.resolve({"Ref": logical_id}))

    def _literal(self, name: str, attribute: str | None) -> Any:
        made = self.made.get(name)
        if made is None:
            return None
        return made.physical_resource_id if attribute is None else made.get_cfn_attribute(attribute)

    def _make_early(self) -> None:
        waiting = {name: body for name, body in self.resources.items() if body["Type"] in MAKERS}
        while waiting:
            progress = False
            for name, body in list(waiting.items()):
                properties = body.get("Properties", {})
                if body["Type"] in RESOLVED_EARLY:
                    try:
                        properties = moto_patches.resolve_with(
                            substitute(properties, self._literal), self._names()
                        )
                    except KeyError:
                        continue
                elif body["Type"] == "AWS::Lambda::LayerVersion":
                    properties = dict(properties)
                self.made[name] = MAKERS[body["Type"]](self.site, self.stack.name, name, properties)
                del waiting[name]
                progress = True
            if not progress:
                raise UnsupportedTemplateError(
                    f"{self.stack.name}: cannot resolve what {', '.join(waiting)} refer to"
                )

    def _names(self) -> _Names:
        names = _Names(self._parameters())
        names |= {
            "AWS::AccountId": self.site.account,
            "AWS::Region": self.site.region,
            "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackName": self.stack.name,
            "AWS::NoValue": None,
        }
        exports = moto_patches.exports(self.site.region)
        names.cross_stack_resources = {
            name: SimpleNamespace(name=name, value=value) for name, value in exports.items()
        }
        return names

    def _parameters(self) -> dict[str, str]:
        values = {}
        for name, parameter in self._template_parameters().items():
            if name in self.site.parameters:
                values[name] = str(self.site.parameters[name])
            elif "Default" in parameter:
                values[name] = str(parameter["Default"])
        return values

    def _template_parameters(self) -> dict[str, Any]:
        declared: dict[str, Any] = self.stack.template.get("Parameters", {})
        return {name: value for name, value in declared.items() if name != "BootstrapVersion"}

    def _create_stack(self) -> None:
        template = {
            key: value for key, value in self.stack.template.items() if key not in ("Rules", "Parameters")
        }
        template["Parameters"] = self._template_parameters()
        template["Resources"] = {
            name: self._for_moto(body)
            for name, body in self.resources.items()
            if body["Type"] not in MAKERS and body["Type"] not in IGNORED
        }
        template = substitute(template, self._literal)
        values = [{"ParameterKey": key, "ParameterValue": value} for key, value in self._parameters().items()]
        cloudformation = self.site.client("cloudformation")
        cloudformation.create_stack(
            StackName=self.stack.name,
            TemplateBody=json.dumps(template),
            Parameters=values,
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
        )
        if (state := self._described()["StackStatus"]) != "CREATE_COMPLETE":
            raise RuntimeError(f"{self.stack.name}: {state}")

    def _for_moto(self, resource: dict[str, Any]) -> dict[str, Any]:
        """The resource without what moto cannot have: dropped dependencies, code in S3, layers."""
        changed = deepcopy(resource)
        needed = changed.pop("DependsOn", [])
        kept = [
            name
            for name in ([needed] if isinstance(needed, str) else needed)
            if self.resources[name]["Type"] not in MAKERS and self.resources[name]["Type"] not in IGNORED
        ]
        if kept:
            changed["DependsOn"] = kept
        if resource["Type"] == "AWS::Lambda::Function":
            changed["Properties"].pop("Layers", None)
            changed["Properties"]["Code"] = {"ZipFile": "runs in a worker process"}
        return changed

    def _described(self) -> dict[str, Any]:
        found = self.site.client("cloudformation").describe_stacks(StackName=self.stack.name)["Stacks"]
        return dict(found[0])
