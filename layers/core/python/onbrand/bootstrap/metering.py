"""Provides the ledger and what it sums up to."""

from onbrand.adapters.dynamodb.metering import TableLedger, TableUsage
from onbrand.bootstrap.parts import parts
from onbrand.metering import MeteringService

# The names that the clients give themselves; importing them from there would load their libraries.
PROVIDERS = ("freepik", "rekognition")


def ledger() -> TableLedger:
    """The ledger of calls."""
    return TableLedger(parts().table)


def metering_service() -> MeteringService:
    """Daily sums."""
    return MeteringService(TableUsage(parts().table), PROVIDERS, parts().clock)
