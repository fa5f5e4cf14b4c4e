"""`onbrand up` as a person runs it, on a machine where its usual ports are busy."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import pytest

from tests.cloud.processes import running_below

pytestmark = pytest.mark.cloud
ONBRAND = Path(sys.executable).with_name("onbrand")
USUAL = (8080, 4567, 8025, 9229)


@pytest.fixture
def busy() -> Iterator[None]:
    """Somebody listens on every usual port; a port that is taken already is just as good."""
    with ExitStack() as stack:
        for port in USUAL:
            listener = stack.enter_context(socket.socket())
            # A cloud that ended a moment ago leaves its ports waiting; they count as free.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                listener.bind(("127.0.0.1", port))
                listener.listen()
        yield


def test_the_cloud_runs_on_other_ports_until_ctrl_c(busy: None, tmp_path: Path) -> None:
    run = subprocess.Popen(
        [ONBRAND, "up", "--webhooks-to", "http://localhost:3999/"],
        cwd=tmp_path,
        env={**os.environ, "COLUMNS": "200"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        assert run.stdout
        said = ""
        while "Ctrl-C stops it." not in said:
            line = run.stdout.readline()
            assert line, f"it ended by itself:\n{said}"
            said += line
        ports = {int(port) for port in re.findall(r"(?:localhost|127\.0\.0\.1):(\d+)", said)}
        assert len(ports) >= 5
        assert not ports & set(USUAL)
        assert re.search(r"Webhooks may lead to.+the public internet, http://localhost:3999\s", said)
        (api,) = re.findall(r"(\S+)/docs", said)
        assert httpx.get(f"{api}/v1/health", timeout=60).status_code == 200

        answer = fire(tmp_path, "settle_due", "2030-01-01T00:00:00Z")
        assert answer.returncode == 0, answer.stderr
        assert isinstance(json.loads(answer.stdout), dict)
        wrong = fire(tmp_path, "no_such_schedule", "2030-01-01T00:00:00Z")
        assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)

        run.send_signal(signal.SIGINT)
        run.communicate(timeout=60)
        assert run.returncode == 0
    finally:
        run.kill()
        run.communicate()
    assert running_below(tmp_path) == []
    gone = fire(tmp_path, "settle_due", "2030-01-01T00:00:00Z")
    assert (gone.returncode, gone.stderr) == (
        2,
        "No local cloud is running here; start one with: onbrand up.\n",
    )


def fire(folder: Path, schedule: str, at: str) -> subprocess.CompletedProcess[str]:
    """`onbrand local fire` in the folder where `up` runs."""
    command = [ONBRAND, "local", "fire", schedule, "--at", at]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
