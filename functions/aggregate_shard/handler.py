"""Door of the queue with shards of organizations whose days are to be summed."""

from typing import Any

from onbrand.bootstrap.metering import window_closer
from onbrand.entry.batch import worker
from onbrand.metering import ShardJob


@worker(ShardJob)
def handler(job: ShardJob) -> dict[str, Any]:
    """Closes what is due for the organizations of the shard."""
    return window_closer().close_shard(job.shard, job.now).model_dump()
