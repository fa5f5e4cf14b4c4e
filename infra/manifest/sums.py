"""Rows that sum and report."""

from infra.manifest.model import Access, Function, QueueTrigger, ScheduleTrigger, WorkTrigger
from infra.manifest.sizes import ONE_PROCESSOR_MB, PIXELS

SUM_FUNCTIONS: tuple[Function, ...] = (
    Function(
        "aggregate_usage",
        "Asks every hour for the days that are over to be summed, a job a shard of organizations",
        ScheduleTrigger("cron(15 * * * ? *)"),
        hands_work_to="aggregate_shard",
    ),
    Function(
        "aggregate_shard",
        "Sums the days that are over: usage, spend and compliance of a shard of organizations",
        WorkTrigger(),
        memory_mb=512,
        timeout_s=300,
        table=Access.READ_WRITE,
    ),
    Function(
        "send_reports",
        "Orders every hour the reports that are due, each period of a definition once",
        ScheduleTrigger("cron(45 * * * ? *)"),
        timeout_s=300,
        table=Access.READ_WRITE,
    ),
    Function(
        "make_report",
        "Draws a report that was ordered as HTML, PDF and CSV",
        QueueTrigger(("ReportOrdered",), batch_size=1),
        PIXELS,
        memory_mb=ONE_PROCESSOR_MB,
        timeout_s=180,
        table=Access.READ_WRITE,
        assets=Access.READ_WRITE,
    ),
)
