"""Door of the queue with shards of organizations whose days are to be summed."""

from typing import Any

from onbrand.bootstrap.metering import provider_days, window_closer
from onbrand.entry.batch import worker
from onbrand.metering import ShardJob

COMPARES = 0
"""The shard whose worker also compares a past day with what the providers reported: once a run is enough."""


@worker(ShardJob)
def handler(job: ShardJob) -> dict[str, Any]:
    """Closes what is due for the organizations of the shard."""
    if job.shard == COMPARES:
        provider_days().reconcile(job.now)
    return window_closer().close_shard(job.shard, job.now).model_dump()
