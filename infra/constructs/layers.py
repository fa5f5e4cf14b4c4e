"""The three layers: our package, the packages that every function loads, and those of pixel functions."""

from pathlib import Path

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.constructs.bundle import bundle
from infra.constructs.packages import installed_packages
from infra.manifest import Layer

PROJECT = Path(__file__).resolve().parents[2]
LAYERS = PROJECT / "layers"
BUILD = PROJECT / ".build" / "layers"

RUNTIME = lambda_.Runtime.PYTHON_3_13
ARCHITECTURE = lambda_.Architecture.X86_64


class Layers(Construct):
    """``core`` and one layer a member of ``Layer``; without ``third_party`` these hold no packages."""

    def __init__(self, scope: Construct, construct_id: str, *, third_party: bool) -> None:
        super().__init__(scope, construct_id)
        self.core = self._layer("Core", {"python": LAYERS / "core" / "python"}, {})
        self._others = {
            layer: self._layer(
                layer.value.capitalize(), own_files(layer), {"python": packages(layer)} if third_party else {}
            )
            for layer in Layer
        }

    def of(self, layers: tuple[Layer, ...]) -> list[lambda_.LayerVersion]:
        """Return the layer versions of a manifest row, with ``core``."""
        return [self.core, *(self._others[layer] for layer in layers)]

    def _layer(self, name: str, own: dict[str, Path], ready: dict[str, Path]) -> lambda_.LayerVersion:
        with bundle(own, ready) as directory:
            return lambda_.LayerVersion(
                self,
                name,
                code=lambda_.Code.from_asset(str(directory)),
                compatible_runtimes=[RUNTIME],
                compatible_architectures=[ARCHITECTURE],
                description=f"OnBrand: {name.lower()}",
            )


def own_files(layer: Layer) -> dict[str, Path]:
    """Return what the layer holds beside packages: their list, and Python data of our own if it has any."""
    home = LAYERS / layer.value
    files = {"requirements.txt": home / "requirements.txt"}
    if (home / "python").is_dir():
        files["python"] = home / "python"
    return files


def packages(layer: Layer) -> Path:
    """Return a directory with the layer's packages for Lambda, installed now or before."""
    return installed_packages(LAYERS / layer.value / "requirements.txt", BUILD)
