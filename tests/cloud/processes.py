"""Which processes a command left behind."""

import os
import select
from pathlib import Path


def running_below(folder: Path) -> list[str]:
    """The command lines of processes that work in a folder or were told of it in their environment.

    Workers have sessions of their own, but work in the folders of their functions' code.
    """
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            place = (process / "cwd").readlink()
            environment = (process / "environ").read_bytes()
            command = (process / "cmdline").read_text().replace("\0", " ")
        except OSError:
            continue
        if place.is_relative_to(folder) or os.fsencode(str(folder)) in environment:
            found.append(command)
    return found


def wait_until_gone(pids: list[int]) -> None:
    """Waits until each process has ended; the kernel tells through its descriptor."""
    for pid in pids:
        try:
            descriptor = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        try:
            ended, _, _ = select.select([descriptor], [], [], 10)
            assert ended, "a worker lives on"
        finally:
            os.close(descriptor)
