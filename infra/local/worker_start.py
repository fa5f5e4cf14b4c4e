"""First program of a worker process: sets its import path, then runs AWS's own runtime client.

Started as ``python -I -S worker_start.py`` with the paths in ``ONBRAND_WORKER_PATHS``; it imports nothing
of ours. Standard input is a pipe that the cloud holds open: when it closes, the worker ends too.
"""

import os
import runpy
import signal
import sys
import threading


def _die_with_the_cloud(pipe: int) -> None:
    while os.read(pipe, 1):
        pass
    os.killpg(os.getpgid(0), signal.SIGKILL)


def main() -> None:
    """Never returns while the worker serves."""
    pipe = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    threading.Thread(target=_die_with_the_cloud, args=(pipe,), daemon=True).start()
    paths = os.environ.pop("ONBRAND_WORKER_PATHS").split(os.pathsep)
    own_folder = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib would be loaded before the paths are set
    sys.path[:] = [*paths, *(path for path in sys.path if path != own_folder)]
    handler = os.environ["_HANDLER"]
    sys.argv = ["awslambdaric", handler]
    runpy.run_module("awslambdaric", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
