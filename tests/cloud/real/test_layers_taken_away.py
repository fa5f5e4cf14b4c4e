"""The same deployment with a layer missing from two of its functions."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from infra.local.cloud import LocalCloud
from tests.cloud.conftest import PORTS, Slot
from tests.support.templates import Assembly

pytestmark = pytest.mark.cloud
TAKEN = {"ComposeAsset": ("imaging", "compose_asset"), "Notify": ("runtime", "notify")}


def without_layers(assembly: Path, target: Path) -> Path:
    """A copy of the assembly in which two functions have lost a layer."""
    shutil.copytree(assembly, target)
    read = Assembly.read(assembly)
    template: dict[str, Any] = read.templates["OnBrandService"]
    layers = {
        item.logical_id: item.construct.split("/")[-2].lower()
        for item in read.all("AWS::Lambda::LayerVersion")
    }
    for function, (layer, _) in TAKEN.items():
        found = read.one("AWS::Lambda::Function", f"{function}/Function")
        properties = template["Resources"][found.logical_id]["Properties"]
        kept = [one for one in properties["Layers"] if layer not in layers[one["Ref"]]]
        assert len(kept) == len(properties["Layers"]) - 1
        properties["Layers"] = kept
    (target / "OnBrandService.template.json").write_text(json.dumps(template))
    return target


def test_a_function_without_its_layer_ends_with_an_import_error(slot: Slot, tmp_path: Path) -> None:
    from infra.local.assembly import current_assembly

    slot.clear()
    altered = without_layers(current_assembly(), tmp_path / "altered")
    with LocalCloud(tmp_path / "cloud", assembly=altered, **PORTS) as cloud:
        for _, function in TAKEN.values():
            answer = cloud.invoke(function, {})
            assert answer.error == "Unhandled"
            document = answer.json()
            assert isinstance(document, dict)
            assert document["errorType"] in ("Runtime.ImportModuleError", "ModuleNotFoundError")
            assert "No module named" in document["errorMessage"]
        whole = cloud.invoke("finalize_request", {}).json()
        assert isinstance(whole, dict)
        assert whole["errorType"] == "ValidationError"
