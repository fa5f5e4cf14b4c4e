"""Shards of rate limits in the table: whole items under the version that was read.

A shard is one text of JSON: as lists of lists it would be read and written ten times slower.
"""

from datetime import UTC, datetime, timedelta

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.table import Absent, ConditionFailed, Item, Key, Put, Table, VersionIs
from onbrand.metering.errors import ShardMovedError
from onbrand.metering.rates import Shard


class TableRates:
    """A ``metering.limiter.RateShards``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def read(self, name: str, part: str, organization_id: str | None = None) -> Shard:
        """The shard, a new one when there is none."""
        item = self._table.get(_key(name, part, organization_id))
        return Shard.model_validate_json(item["data"]) if item else Shard()

    def write(
        self, name: str, part: str, shard: Shard, kept_s: int, organization_id: str | None = None
    ) -> None:
        """The version after the one that was read. Raises ShardMovedError."""
        after = shard.model_copy(update={"version": shard.version + 1})
        at = datetime.fromtimestamp(shard.latest / 1_000, UTC)
        key = _key(name, part, organization_id)
        item: Item = {
            "pk": key.pk,
            "sk": key.sk,
            "type": "rate",
            "version": after.version,
            "data": after.model_dump_json(),
            "expires_at": int((at + timedelta(seconds=kept_s)).timestamp()),
        }
        try:
            self._table.write(Put(item, VersionIs(shard.version) if shard.version else Absent()))
        except ConditionFailed as failed:
            raise ShardMovedError("Somebody else has counted meanwhile.") from failed


def _key(name: str, part: str, organization_id: str | None) -> Key:
    if organization_id is None:
        return keys.metering.provider_rate(name, part)
    return keys.metering.tenant_rate(organization_id, name)
