"""Work that waits, in the process."""

from collections.abc import Sequence

from onbrand.kernel.values import Value


class MemoryWork:
    """Keeps jobs as the JSON that a queue would carry."""

    def __init__(self) -> None:
        self.waiting: list[str] = []

    def put(self, jobs: Sequence[Value]) -> None:
        """Keeps the jobs."""
        self.waiting += [job.model_dump_json() for job in jobs]
