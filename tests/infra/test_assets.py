"""What functions and layers hold: exactly theirs, and binaries that Lambda can load."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from infra.app import synthesize
from infra.constructs.function import MissingFunctionError, function_files
from infra.constructs.layers import LAYERS, packages
from infra.constructs.packages import LayerBuildError, installed_packages
from infra.manifest import FUNCTIONS, Function, Layer
from tests.support.templates import Assembly

MEGABYTE = 1024 * 1024

# Lambda's limit for a function with its layers, unzipped.
LIMIT = 250 * MEGABYTE


@pytest.fixture(scope="session")
def layers() -> dict[Layer, Path]:
    """The real third-party layers, installed for Lambda; kept in .build."""
    return {layer: packages(layer) for layer in Layer}


def asset(assembly: Assembly, properties: dict[str, Any]) -> Path:
    """The directory that a function's or layer's code is zipped from."""
    code = properties.get("Code") or properties["Content"]
    name = code["S3Key"].removesuffix(".zip")
    manifest = assembly.directory / "OnBrandService.assets.json"
    return assembly.directory / json.loads(manifest.read_text())["files"][name]["source"]["path"]


def files(directory: Path) -> set[str]:
    """Paths of files, without bytecode (it is there only when Lambda's Python was at hand)."""
    paths = (path for path in directory.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(directory).as_posix() for path in paths}


def layer_names(assembly: Assembly, function: Function) -> list[str]:
    constructs = {item.logical_id: item.construct for item in assembly.all("AWS::Lambda::LayerVersion")}
    references = assembly.one("AWS::Lambda::Function", function.camel_name).properties["Layers"]
    return [constructs[reference["Ref"]].split("/")[1].lower() for reference in references]


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row.name)
def test_a_function_holds_its_own_folder_and_nothing_else(assembly: Assembly, row: Function) -> None:
    function = assembly.one("AWS::Lambda::Function", row.camel_name).properties
    held = files(asset(assembly, function))
    assert function["Handler"] == f"functions.{row.name}.handler.handler"
    assert {"functions/__init__.py", f"functions/{row.name}/handler.py"} <= held
    assert {path for path in held if not path.startswith(f"functions/{row.name}/")} == {
        "functions/__init__.py"
    }


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row.name)
def test_a_function_loads_the_layers_of_its_row(assembly: Assembly, row: Function) -> None:
    assert layer_names(assembly, row) == ["core", *row.layers]
    function = assembly.one("AWS::Lambda::Function", row.camel_name).properties
    assert (function["Runtime"], function["Architectures"]) == ("python3.13", ["x86_64"])
    assert (function["MemorySize"], function["Timeout"]) == (row.memory_mb, row.timeout_s)


def test_the_core_layer_holds_the_package_as_it_stands(assembly: Assembly) -> None:
    core = assembly.one("AWS::Lambda::LayerVersion", "Layers/Core").properties
    source = LAYERS / "core"
    assert files(asset(assembly, core)) == {path for path in files(source) if "__pycache__" not in path}


@pytest.mark.parametrize("layer", Layer)
def test_the_local_synth_leaves_out_third_party_packages_only(assembly: Assembly, layer: Layer) -> None:
    version = assembly.one("AWS::Lambda::LayerVersion", f"Layers/{layer.value.capitalize()}").properties
    source = LAYERS / layer.value
    own = {f"python/{path}" for path in files(source / "python")} if (source / "python").is_dir() else set()
    assert files(asset(assembly, version)) == {"requirements.txt"} | own


@pytest.mark.parametrize("layer", Layer)
def test_binaries_are_for_lambda(layers: dict[Layer, Path], layer: Layer) -> None:
    binaries = {path.name: path.read_bytes()[:20] for path in layers[layer].rglob("*.so*")}
    assert binaries
    # ELF, 64 bit, machine 0x3e: x86_64
    assert {
        name for name, head in binaries.items() if head[:5] != b"\x7fELF\x02" or head[18:20] != b"\x3e\x00"
    } == set()
    extensions = {name for name in binaries if ".cpython-" in name}
    assert {
        name for name in extensions if not re.search(r"\.cpython-313-x86_64-linux-gnu\.so$", name)
    } == set()


@pytest.mark.parametrize("layer", Layer)
def test_wheels_are_manylinux_or_pure(layers: dict[Layer, Path], layer: Layer) -> None:
    tags = [
        line.removeprefix("Tag: ")
        for path in layers[layer].glob("*.dist-info/WHEEL")
        for line in path.read_text().splitlines()
        if line.startswith("Tag: ")
    ]
    assert tags
    assert [
        tag
        for tag in tags
        if not re.fullmatch(r"(py2|py3|cp3\d+)-(none|abi3|cp313)-(any|manylinux\S*_x86_64\S*)", tag)
    ] == []


@pytest.mark.parametrize("layer", Layer)
def test_layers_hold_no_tests(layers: dict[Layer, Path], layer: Layer) -> None:
    assert [
        path for path in layers[layer].rglob("*") if path.is_dir() and path.name in ("tests", "test")
    ] == []


@pytest.mark.parametrize("layer", Layer)
def test_layers_hold_every_pinned_package_with_its_metadata(layers: dict[Layer, Path], layer: Layer) -> None:
    pinned = re.findall(
        r"^([a-z0-9-]+)==(\S+)", (LAYERS / layer.value / "requirements.txt").read_text(), re.MULTILINE
    )
    installed = {
        path.parent.name.removesuffix(".dist-info") for path in layers[layer].glob("*.dist-info/METADATA")
    }
    assert installed == {f"{name.replace('-', '_')}-{version}" for name, version in pinned}


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row.name)
def test_a_function_with_its_layers_fits(
    assembly: Assembly, layers: dict[Layer, Path], row: Function
) -> None:
    # Of the local assembly, which holds all but the packages.
    own = [assembly.one("AWS::Lambda::Function", row.camel_name).properties]
    names = [name.capitalize() for name in layer_names(assembly, row)]
    own += [assembly.one("AWS::Lambda::LayerVersion", f"Layers/{name}").properties for name in names]
    directories = [asset(assembly, item) for item in own] + [layers[layer] for layer in row.layers]
    assert sum(size(directory) for directory in directories) < LIMIT


def size(directory: Path) -> int:
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())


def test_the_same_sources_give_the_same_assets(outdir: Path, tmp_path: Path) -> None:
    again = synthesize(tmp_path, local=True)
    assert [path.read_text() for path in again] == [(outdir / path.name).read_text() for path in again]


def test_a_row_without_a_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingFunctionError, match=r"no functions/lost/handler\.py"):
        function_files(tmp_path, "lost")


def test_a_package_with_another_hash_is_refused(tmp_path: Path) -> None:
    requirements = tmp_path / "odd" / "requirements.txt"
    requirements.parent.mkdir()
    requirements.write_text(f"six==1.17.0 --hash=sha256:{'0' * 64}\n")
    with pytest.raises(LayerBuildError, match="layer odd"):
        installed_packages(requirements, tmp_path / "build")
    assert list((tmp_path / "build").iterdir()) == []
