"""Foreign bytes meet native decoders only in a child process with limits on memory, processor time and wall
time.

The child is a fresh interpreter with this one's module path; bytes go in by stdin and come back by
stdout behind one line of JSON. Whatever kills it is an ordinary error here.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from onbrand.imaging import errors
from onbrand.imaging.errors import DamagedPictureError, NotAPictureError, PictureTooLargeError
from onbrand.imaging.header import MAX_FILE_BYTES, MAX_PIXELS
from onbrand.imaging.picture import NormalisedPicture
from onbrand.kernel.errors import OnBrandError

MEMORY_BYTES = 1_200_000_000
"""Address space of the child: libraries, the decoding budget and the encoder."""

FILE_BYTES = 100_000_000
"""The encoder writes into an anonymous file in memory; nothing larger than this."""

PROCESSOR_SECONDS = 20
WALL_SECONDS = 30

BOOTSTRAP = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from onbrand.imaging.child import main; main()"
)


def normalise_in_child(data: bytes, *, max_pixels: int = MAX_PIXELS) -> NormalisedPicture:
    """What ``decode.normalise`` answers and raises, worked out in the child."""
    if len(data) > MAX_FILE_BYTES:
        raise PictureTooLargeError(f"The file is larger than {MAX_FILE_BYTES // 1_000_000} MB.")
    answer, picture = run_limited(["normalise", str(max_pixels)], data)
    return NormalisedPicture(picture, answer["width"], answer["height"], answer["sha256"])


def logo_size_in_child(data: bytes, content_type: str) -> tuple[int, int]:
    """What ``logo.logo_size`` answers and raises, worked out in the child."""
    answer, _ = run_limited(["logo", content_type], data)
    return answer["width"], answer["height"]


def run_limited(
    task: Sequence[str],
    data: bytes,
    *,
    bootstrap: str = BOOTSTRAP,
    memory_bytes: int = MEMORY_BYTES,
    processor_seconds: int = PROCESSOR_SECONDS,
    wall_seconds: float = WALL_SECONDS,
) -> tuple[dict[str, Any], bytes]:
    """The child's facts and bytes. Raises the imaging error that the child met; DamagedPictureError when it
    died."""
    limits = json.dumps([memory_bytes, processor_seconds])
    command = [sys.executable, "-I", "-c", bootstrap, json.dumps(sys.path), limits, *task]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=wall_seconds, check=False, env=_environment()
        )
    except subprocess.TimeoutExpired as error:
        raise DamagedPictureError("Reading the picture took too long.") from error
    head, _, body = done.stdout.partition(b"\n")
    if done.returncode != 0 or not head:
        raise DamagedPictureError("The picture cannot be read: it broke the decoder or its limits.")
    answer = json.loads(head)
    if "error" in answer:
        raise getattr(errors, answer["error"])(answer["detail"])
    return answer, body


def _environment() -> dict[str, str]:
    """Nothing of ours but where libraries are found: the child has no credentials."""
    kept = ("LD_LIBRARY_PATH", "PATH", "LANG")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"OPENBLAS_NUM_THREADS": "1"}


def main() -> None:
    """The child's side: limits first, then the task named on the command line."""
    _limit(*json.loads(sys.argv[2]))
    try:
        answer, body = _work(sys.argv[3], sys.argv[4], sys.stdin.buffer.read())
    except OnBrandError as error:
        answer, body = {"error": type(error).__name__, "detail": error.detail}, b""
    except MemoryError:
        answer, body = (
            {"error": PictureTooLargeError.__name__, "detail": "The picture takes too much memory."},
            b"",
        )
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + body)
    sys.stdout.buffer.flush()


def _limit(memory_bytes: int, processor_seconds: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (processor_seconds, processor_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))


def _work(task: str, option: str, data: bytes) -> tuple[dict[str, int | str], bytes]:
    if task == "normalise":
        from onbrand.imaging.decode import normalise

        picture = normalise(data, max_pixels=int(option))
        return {"width": picture.width, "height": picture.height, "sha256": picture.sha256}, picture.data
    if task == "logo":
        from onbrand.imaging.logo import logo_size

        width, height = logo_size(data, option)
        return {"width": width, "height": height}, b""
    raise NotAPictureError(f"There is no task {task!r}.")
