"""Door of the hourly schedule: it asks for the days that are over, somewhere on earth, to be summed; a job a shard."""

from datetime import datetime
from typing import Any

from onbrand.bootstrap.metering import shard_work
from onbrand.entry.schedule import scheduled
from onbrand.metering import SHARDS, ShardJob


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Puts one job for each shard of the organizations."""
    jobs = [ShardJob(shard=shard, now=now) for shard in range(SHARDS)]
    shard_work().put(jobs)
    return {"jobs": len(jobs)}
