"""The cloud in a process of its own, ended in several ways; its workers must be gone afterwards."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cloud.processes import wait_until_gone

pytestmark = pytest.mark.cloud
PROJECT = Path(__file__).resolve().parents[2]

PROGRAM = """
import json, signal, socket, sys, threading
from pathlib import Path
from infra.local.cloud import LocalCloud

good, broken, folder, way = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]
ports = {"api_port": 0, "aws_port": 0, "inbox_port": 0, "cognito_port": 0}


def say(**facts):
    print(json.dumps(facts), flush=True)


signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background ignores it
if way == "interrupt":
    failing = LocalCloud(folder, assembly=broken, **ports)
    try:
        failing.__enter__()
    except KeyError as error:
        with socket.socket() as probe:
            port = int(failing.aws_url.rsplit(":", 1)[1])
            say(failed=str(error), still_open=probe.connect_ex(("127.0.0.1", port)) == 0)
try:
    with LocalCloud(folder, assembly=good, clock=True, **ports) as cloud:
        pipeline = cloud.client("stepfunctions")
        machine = cloud.outputs["PipelineArn"]
        pipeline.start_execution(stateMachineArn=machine, name="waits", input='{"id": "w"}')
        token = {"TableName": cloud.outputs["TableName"], "Key": {"pk": {"S": "token#w"}}}
        while "Item" not in cloud.client("dynamodb").get_item(**token):
            threading.Event().wait(0.05)
        say(workers=cloud.functions.process_ids())
        if way == "interrupt":
            signal.raise_signal(signal.SIGINT)
        threading.Event().wait()
except KeyboardInterrupt:
    say(threads=[thread.name for thread in threading.enumerate() if not thread.daemon])
"""


def start(sample: Path, broken: Path, folder: Path, way: str) -> subprocess.Popen:
    command = [sys.executable, "-c", PROGRAM, str(sample), str(broken), str(folder / way), way]
    return subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)


def broken_copy(sample: Path, target: Path) -> Path:
    """The sample with a function whose asset is missing."""
    target.mkdir()
    for source in sample.iterdir():
        (target / source.name).symlink_to(source)
    template = json.loads((sample / "Service.template.json").read_text())
    template["Resources"]["Echo"]["Properties"]["Code"]["S3Key"] = "missing.zip"
    (target / "Service.template.json").unlink()
    (target / "Service.template.json").write_text(json.dumps(template))
    return target


def test_no_worker_outlives_the_cloud(sample, tmp_path):
    broken = broken_copy(sample, tmp_path / "broken")
    running = {way: start(sample, broken, tmp_path, way) for way in ("interrupt", "kill")}
    (workers_of_killed,) = json.loads(running["kill"].stdout.readline()).values()
    running["kill"].kill()
    facts = [json.loads(line) for line in running["interrupt"].communicate(timeout=60)[0].splitlines()]
    running["kill"].communicate(timeout=60)
    assert facts[0] == {"failed": "'missing'", "still_open": False}
    workers = facts[1]["workers"]
    assert len(workers) >= 2
    wait_until_gone(workers + workers_of_killed)
    assert facts[2] == {"threads": ["MainThread"]}
    assert running["interrupt"].returncode == 0
