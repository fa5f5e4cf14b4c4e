"""Provides the ledger, the windows that it is summed in, and reports of them."""

from onbrand.adapters.dynamodb.metering import TableLedger, TableRows
from onbrand.adapters.dynamodb.metering_summaries import TableSummaries
from onbrand.adapters.dynamodb.metering_windows import TableWindows
from onbrand.bootstrap.parts import WorkQueue, parts
from onbrand.metering import Calendar, ComplianceReports, UsageReports, WindowCloser


def ledger() -> TableLedger:
    """The ledger of calls."""
    return TableLedger(parts().table, parts().clock)


def shard_work() -> WorkQueue:
    """Where shards wait for their worker."""
    return parts().work


def window_closer() -> WindowCloser:
    """Sums what is due."""
    return WindowCloser(TableWindows(parts().table), TableRows(parts().table), parts().clock)


def usage_reports() -> UsageReports:
    """Usage and spend by day."""
    return UsageReports(_calendar(), TableSummaries(parts().table), TableRows(parts().table))


def compliance_reports() -> ComplianceReports:
    """Compliance by day and week."""
    return ComplianceReports(_calendar(), TableSummaries(parts().table), TableRows(parts().table))


def _calendar() -> Calendar:
    return Calendar(TableWindows(parts().table), parts().clock)
