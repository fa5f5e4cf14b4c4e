import os
import textwrap
from importlib.metadata import version
from pathlib import Path

import pytest

from infra.local.functions import Functions
from infra.local.layers import MissingPackageError, layer_paths, required_names
from infra.local.worker import FunctionSpec
from tests.cloud.processes import wait_until_gone

pytestmark = pytest.mark.cloud

CODE = """
    import os, subprocess, sys, time

    class OutOfPaintError(Exception):
        pass

    def handler(event, context):
        if event.get("raise"):
            raise OutOfPaintError("no paint left")
        if event.get("exit"):
            os._exit(3)
        if event.get("child"):
            return subprocess.Popen(["sleep", "60"]).pid
        time.sleep(event.get("sleep", 0))
        return {
            "pid": os.getpid(), "path": sys.path, "environment": dict(os.environ),
            "left": context.get_remaining_time_in_millis(), "id": context.aws_request_id,
        }

    def pixels(event, context):
        from PIL import Image
        return Image.__name__

    def foreign(event, context):
        import moto
"""


@pytest.fixture
def functions(tmp_path: Path):
    running = Functions(tmp_path / "work", "http://127.0.0.1:1", "us-east-1")
    yield running
    running.close()


def add(functions, folder: Path, handler: str = "code.handler", timeout_s: int = 10, layers=()) -> str:
    code = folder / "asset"
    code.mkdir(exist_ok=True)
    (code / "sample_code.py").write_text(textwrap.dedent(CODE))
    spec = FunctionSpec(
        name=handler.replace(".", "-"),
        arn="arn:aws:lambda:us-east-1:123456789012:function:x",
        handler=handler.replace("code.", "sample_code."),
        paths=(code, *layers),
        environment={"TABLE_NAME": "t"},
        memory_mb=256,
        timeout_s=timeout_s,
        log=folder / "function.log",
    )
    functions.add(spec)
    return spec.name


def imaging_layer(folder: Path) -> list[Path]:
    asset = folder / "imaging-asset"
    (asset / "python" / "own_fonts").mkdir(parents=True)
    pin = f"pillow=={version('pillow')} \\\n    --hash=sha256:{'a' * 64}\n    # via x\n"
    (asset / "requirements.txt").write_text(f"# pinned\n{pin}colorama==1.0 ; sys_platform == 'win32'\n")
    return layer_paths(asset, folder / "layers")


def test_a_worker_stays_warm_and_has_the_function_environment(functions, tmp_path):
    name = add(functions, tmp_path)
    first, second = functions.invoke(name, {}).json(), functions.invoke(name, {}).json()
    assert first["pid"] == second["pid"]
    assert first["id"] != second["id"]
    assert 0 < first["left"] <= 10_000
    environment = first["environment"]
    assert environment["TABLE_NAME"] == "t"
    assert environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] == "256"
    assert environment["AWS_ENDPOINT_URL"] == "http://127.0.0.1:1"
    assert "VIRTUAL_ENV" not in environment
    assert not [path for path in first["path"] if "site-packages" in path]


def test_a_layer_taken_away_is_an_import_error(functions, tmp_path):
    with_layer = add(functions, tmp_path, "code.pixels", layers=imaging_layer(tmp_path))
    assert functions.invoke(with_layer, {}).json() == "PIL.Image"
    without_layer = add(functions, tmp_path, "code.pixels")
    answer = functions.invoke(without_layer, {})
    assert answer.error == "Unhandled"
    assert answer.json()["errorType"] == "ModuleNotFoundError"
    assert "PIL" in answer.json()["errorMessage"]


def test_a_package_of_the_environment_that_no_layer_names_cannot_be_imported(functions, tmp_path):
    answer = functions.invoke(add(functions, tmp_path, "code.foreign"), {})
    assert answer.json()["errorType"] == "ModuleNotFoundError"


def test_a_missing_handler_module_is_reported_as_on_aws(functions, tmp_path):
    answer = functions.invoke(add(functions, tmp_path, "nowhere.handler"), {})
    assert answer.json()["errorType"] == "Runtime.ImportModuleError"


def test_an_error_carries_class_message_and_trace(functions, tmp_path):
    answer = functions.invoke(add(functions, tmp_path), {"raise": True})
    document = answer.json()
    assert (document["errorType"], document["errorMessage"]) == ("OutOfPaintError", "no paint left")
    assert "sample_code.py" in document["stackTrace"][0]


def test_a_function_past_its_timeout_is_killed(functions, tmp_path):
    name = add(functions, tmp_path, timeout_s=1)
    before = functions.invoke(name, {}).json()["pid"]
    answer = functions.invoke(name, {"sleep": 30})
    assert answer.json()["errorType"] == "Sandbox.Timedout"
    assert not Path(f"/proc/{before}").exists()
    assert functions.invoke(name, {}).json()["pid"] != before


def test_a_worker_that_dies_is_replaced(functions, tmp_path):
    name = add(functions, tmp_path)
    assert functions.invoke(name, {"exit": True}).json()["errorType"] == "Runtime.ExitError"
    assert functions.invoke(name, {}).error is None


def test_closing_ends_workers_and_what_they_started(functions, tmp_path):
    name = add(functions, tmp_path)
    child = functions.invoke(name, {"child": True}).json()
    (worker,) = functions.process_ids()
    functions.close()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)
    wait_until_gone([child])


def test_a_layer_that_names_what_is_not_installed_is_an_error(tmp_path):
    asset = tmp_path / "asset"
    asset.mkdir()
    (asset / "requirements.txt").write_text("surely-not-installed==1.0\n")
    with pytest.raises(MissingPackageError):
        layer_paths(asset, tmp_path / "layers")


def test_requirements_are_read_without_hashes_comments_and_foreign_markers():
    text = "a==1 \\\n    --hash=sha256:00\n    # via b\n"
    text += "B-c==2 ; python_version >= '3.8'\nd==1 ; python_version < '3'\n"
    assert required_names(text) == ["a", "B-c"]
