"""Shards of rate limits in the table: whole items under the version that was read."""

from datetime import UTC, datetime, timedelta

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import from_item, to_item
from onbrand.adapters.dynamodb.table import Absent, ConditionFailed, Key, Put, Table, VersionIs
from onbrand.metering.errors import ShardMovedError
from onbrand.metering.rates import Shard


class TableRates:
    """A ``metering.limiter.RateShards``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def read(self, name: str, part: str, organization_id: str | None = None) -> Shard:
        """The shard, a new one when there is none."""
        item = self._table.get(_key(name, part, organization_id))
        return from_item(Shard, item) if item else Shard()

    def write(
        self, name: str, part: str, shard: Shard, kept_s: int, organization_id: str | None = None
    ) -> None:
        """The version after the one that was read. Raises ShardMovedError."""
        after = shard.model_copy(update={"version": shard.version + 1})
        at = datetime.fromtimestamp(shard.latest / 1_000, UTC)
        item = to_item(
            _key(name, part, organization_id),
            "rate",
            after,
            after.version,
            expires_at=at + timedelta(seconds=kept_s),
        )
        try:
            self._table.write(Put(item, VersionIs(shard.version) if shard.version else Absent()))
        except ConditionFailed as failed:
            raise ShardMovedError("Somebody else has counted meanwhile.") from failed


def _key(name: str, part: str, organization_id: str | None) -> Key:
    if organization_id is None:
        return keys.metering.provider_rate(name, part)
    return keys.metering.tenant_rate(organization_id, name)
