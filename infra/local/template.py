"""Reads a cloud assembly: stacks in the order of their dependencies, and where their assets lie."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Stack:
    """A synthesized stack; ``assets`` maps the hash in an S3 key to the file or directory."""

    name: str
    template: dict[str, Any]
    assets: dict[str, Path]


def read_assembly(directory: Path) -> list[Stack]:
    """The stacks of an assembly, nested assemblies included, each after those it depends on."""
    manifest = json.loads((directory / "manifest.json").read_text())
    artifacts: dict[str, Any] = manifest.get("artifacts", {})
    sorter = TopologicalSorter(
        {name: artifact.get("dependencies", []) for name, artifact in artifacts.items()}
    )
    stacks = []
    for name in sorter.static_order():
        artifact = artifacts.get(name, {})
        properties = artifact.get("properties", {})
        if artifact.get("type") == "cdk:cloud-assembly":
            stacks += read_assembly(directory / properties["directoryName"])
        if artifact.get("type") == "aws:cloudformation:stack":
            template = json.loads((directory / properties["templateFile"]).read_text())
            stacks.append(Stack(properties.get("stackName", name), template, _assets(directory)))
    return stacks


def _assets(directory: Path) -> dict[str, Path]:
    found = {}
    for manifest in directory.glob("*.assets.json"):
        for key, asset in json.loads(manifest.read_text()).get("files", {}).items():
            found[key] = directory / asset["source"]["path"]
    return found


def asset_directory(content: dict[str, Any], assets: dict[str, Path], work: Path) -> Path:
    """The unpacked asset that a function's Code or a layer's Content names by its S3 key. Raises KeyError."""
    key = str(content["S3Key"]).rsplit("/", 1)[-1].split(".")[0]
    path = assets[key]
    if path.is_dir():
        return path.resolve()
    target = work / key
    if not target.exists():
        with zipfile.ZipFile(path) as archive:
            archive.extractall(target)
    return target.resolve()


def substitute(value: Any, literal: Callable[[str, str | None], Any]) -> Any:
    """``value`` with references replaced where ``literal(name, attribute or None)`` is not None."""
    if isinstance(value, list):
        return [substitute(part, literal) for part in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"Ref"}:
        known = literal(value["Ref"], None)
        return value if known is None else known
    if set(value) == {"Fn::GetAtt"}:
        path = value["Fn::GetAtt"]
        name, attribute = path.split(".", 1) if isinstance(path, str) else path
        known = literal(name, attribute)
        return value if known is None else known
    if set(value) == {"Fn::Sub"}:
        return {"Fn::Sub": _substitute_text(value["Fn::Sub"], literal)}
    if set(value) == {"Fn::Join"}:
        return {"Fn::Join": [value["Fn::Join"][0], _join_parts(value["Fn::Join"][1], literal)]}
    return {key: substitute(part, literal) for key, part in value.items()}


def _substitute_text(text: Any, literal: Callable[[str, str | None], Any]) -> Any:
    if isinstance(text, list):
        return [_substitute_text(text[0], literal), substitute(text[1], literal)]
    pieces = text.split("${")
    for index, piece in enumerate(pieces[1:], 1):
        inner, _, rest = piece.partition("}")
        name, _, attribute = inner.partition(".")
        known = literal(name, attribute or None)
        pieces[index] = f"${{{piece}" if known is None else f"{known}{rest}"
    return "".join(pieces)


def _join_parts(parts: Any, literal: Callable[[str, str | None], Any]) -> Any:
    """The CDK spells an API as https://<api>.execute-api.<region>.<suffix>; that is the gateway here."""
    if not isinstance(parts, list):
        return substitute(parts, literal)
    for index in range(1, len(parts) - 1):
        following = parts[index + 1]
        if (
            isinstance(following, str)
            and following.startswith(".execute-api.")
            and isinstance(parts[index], dict)
        ):
            endpoint = literal(parts[index].get("Ref", ""), "ApiEndpoint")
            if endpoint is not None and str(parts[index - 1]).endswith("https://"):
                tail = parts[index + 1 :]
                rest = next(
                    (part[part.index("/") :] for part in tail if isinstance(part, str) and "/" in part), ""
                )
                return [*parts[: index - 1], str(parts[index - 1]).removesuffix("https://") + endpoint + rest]
    return [substitute(part, literal) for part in parts]
