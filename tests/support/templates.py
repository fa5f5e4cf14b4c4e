"""Synthesized templates as tests read them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.app import STACKS


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource of a template; ``construct`` is its path in its stack."""

    stack: str
    construct: str
    logical_id: str
    type: str
    properties: dict[str, Any]
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Assembly:
    """The templates of all stacks, and where their assets lie."""

    directory: Path
    templates: dict[str, dict[str, Any]]
    constructs: dict[tuple[str, str], str]

    @classmethod
    def read(cls, directory: Path) -> "Assembly":
        texts = {stack: (directory / f"{stack}.template.json").read_text() for stack in STACKS}
        constructs = {
            (stack, entry["data"]): path.removeprefix(f"/{stack}/")
            for stack in STACKS
            for path, entries in json.loads((directory / f"{stack}.metadata.json").read_text()).items()
            for entry in entries
            if entry["type"] == "aws:cdk:logicalId"
        }
        return cls(directory, {stack: json.loads(text) for stack, text in texts.items()}, constructs)

    def all(self, *types: str) -> Iterator[Resource]:
        """Yield the resources of these types; of every type when none is given."""
        for stack, template in self.templates.items():
            for logical_id, body in template["Resources"].items():
                if not types or body["Type"] in types:
                    construct = self.constructs[stack, logical_id]
                    yield Resource(
                        stack, construct, logical_id, body["Type"], body.get("Properties", {}), body
                    )

    def one(self, type_: str, construct: str) -> Resource:
        """Return the resource of this type under this construct."""
        found = [item for item in self.all(type_) if item.construct.startswith(f"{construct}/")]
        assert len(found) == 1, f"{len(found)} {type_} under {construct}"
        return found[0]
