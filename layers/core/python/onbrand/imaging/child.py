"""Foreign bytes meet native decoders only in a child process with limits on memory, processor time and wall
time.

The child is a fresh interpreter with this one's module path; bytes go in by stdin and come back by
stdout behind one line of JSON. Whatever kills it is an ordinary error here. It loads as little as it can:
most of its time is imports.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from onbrand.imaging import errors
from onbrand.imaging.errors import DamagedPictureError, NotAPictureError, PictureTooLargeError
from onbrand.imaging.picture import Measured, NormalisedPicture, OwnFont, OwnLogo, Pixels
from onbrand.kernel.errors import OnBrandError

MEMORY_BYTES = 800_000_000
"""Address space of the child: libraries, the decoding budget and the encoder. Measured: 530 MB at most."""

FILE_BYTES = 100_000_000
"""The encoder writes into an anonymous file in memory; nothing larger than this."""

PROCESSOR_SECONDS = 15
WALL_SECONDS = 20
"""Less than the doors have that wait for the child."""

BOOTSTRAP = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from onbrand.imaging.child import main; main()"
)

T = TypeVar("T", NormalisedPicture, OwnLogo, OwnFont, Pixels)


def normalise_in_child(data: bytes) -> NormalisedPicture:
    """What ``decode.normalise`` answers and raises, worked out in the child."""
    return _made(NormalisedPicture, *run_limited(["normalise"], data))


def pixels_in_child(data: bytes) -> Pixels:
    """What ``decode.pixels`` answers and raises, worked out in the child."""
    return _made(Pixels, *run_limited(["pixels"], data))


def measure_in_child(files: Sequence[bytes]) -> list[Measured | None]:
    """What several pictures measure, from one child; None for what it cannot read. When one of them breaks the
    child, the others get children of their own."""
    if not files:
        return []
    sizes = [str(len(data)) for data in files]
    try:
        answer, _ = run_limited(["measure", *sizes], b"".join(files))
    except (DamagedPictureError, PictureTooLargeError):
        return [None] if len(files) == 1 else [one for data in files for one in measure_in_child([data])]
    return [_measured(*one) if one else None for one in answer["measured"]]


def own_logo_in_child(data: bytes, content_type: str) -> OwnLogo:
    """What ``logo_file.own_logo`` answers and raises, worked out in the child."""
    return _made(OwnLogo, *run_limited(["logo", content_type], data))


def own_font_in_child(data: bytes) -> OwnFont:
    """What ``fontfile.own_font`` answers and raises, worked out in the child."""
    return _made(OwnFont, *run_limited(["font"], data))


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
    import subprocess

    limits = json.dumps([memory_bytes, processor_seconds])
    command = [sys.executable, "-I", "-c", bootstrap, json.dumps(sys.path), limits, *task]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=wall_seconds, check=False, env=_environment()
        )
    except subprocess.TimeoutExpired as error:
        raise DamagedPictureError("Reading the file took too long.") from error
    head, _, body = done.stdout.partition(b"\n")
    if done.returncode != 0 or not head:
        raise DamagedPictureError("The file cannot be read: it broke the decoder or its limits.")
    answer = json.loads(head)
    if "error" in answer:
        raise getattr(errors, answer["error"])(answer["detail"])
    return answer, body


def _made(kind: type[T], answer: dict[str, Any], body: bytes) -> T:
    if "measured" in answer:
        answer["measured"] = _measured(*answer["measured"])
    return kind(data=body, **answer)


def _measured(width: int, height: int, colours: Sequence[Sequence[Any]]) -> Measured:
    return Measured(width, height, tuple((name, share) for name, share in colours))


def _environment() -> dict[str, str]:
    """Nothing of ours but where libraries are found: the child has no credentials."""
    kept = ("LD_LIBRARY_PATH", "PATH", "LANG")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"OPENBLAS_NUM_THREADS": "1"}


def main() -> None:
    """The child's side: limits first, then the task named on the command line."""
    _limit(*json.loads(sys.argv[2]))
    try:
        answer, body = _work(sys.argv[3:], sys.stdin.buffer.read())
    except OnBrandError as error:
        answer, body = {"error": type(error).__name__, "detail": error.detail}, b""
    except MemoryError:
        detail = "The picture takes too much memory."
        answer, body = {"error": PictureTooLargeError.__name__, "detail": detail}, b""
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()


def _limit(memory_bytes: int, processor_seconds: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (processor_seconds, processor_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))


def _work(task: Sequence[str], data: bytes) -> tuple[dict[str, Any], bytes]:
    from PIL import AvifImagePlugin

    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # each thread would take address space
    if task[0] == "normalise":
        from onbrand.imaging.decode import normalise

        return _facts(normalise(data))
    if task[0] == "pixels":
        from onbrand.imaging.decode import pixels

        return _facts(pixels(data))
    if task[0] == "measure":
        return {"measured": [_measure(part) for part in _parts(data, map(int, task[1:]))]}, b""
    if task[0] == "logo":
        from onbrand.imaging.logo_file import own_logo

        return _facts(own_logo(data, task[1]))
    if task[0] == "font":
        from onbrand.imaging.fontfile import own_font

        return _facts(own_font(data))
    raise NotAPictureError(f"There is no task {task[0]!r}.")


def _parts(data: bytes, sizes: Iterable[int]) -> Iterator[bytes]:
    start = 0
    for size in sizes:
        yield data[start : start + size]
        start += size


def _measure(data: bytes) -> Measured | None:
    from onbrand.imaging.decode import normalise

    try:
        return normalise(data).measured
    except OnBrandError:
        return None


def _facts(made: NormalisedPicture | OwnLogo | OwnFont | Pixels) -> tuple[dict[str, Any], bytes]:
    names = [field.name for field in fields(made) if field.name != "data"]
    return {name: getattr(made, name) for name in names}, made.data
