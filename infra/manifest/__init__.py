"""THE TABLE of functions: one row a Lambda. What starts it, what it loads, what it may touch. Plain data.

The name of a row is the name of its folder in ``functions/``; the name of a task row in CamelCase is its
state in ``pipelines/content.asl.json``. A grant that is not here does not exist.
"""

from infra.manifest.doors import HTTP_FUNCTIONS
from infra.manifest.messages import MESSAGE_FUNCTIONS
from infra.manifest.model import (
    Access,
    Function,
    HttpTrigger,
    Layer,
    MailReportTrigger,
    PipelineAction,
    Queued,
    QueueTrigger,
    Route,
    ScheduleTrigger,
    Secret,
    StreamTrigger,
    TaskTrigger,
    Trigger,
    WorkTrigger,
)
from infra.manifest.pipeline import PIPELINE_FUNCTIONS
from infra.manifest.sums import SUM_FUNCTIONS

FUNCTIONS: tuple[Function, ...] = (
    *HTTP_FUNCTIONS,
    *PIPELINE_FUNCTIONS,
    *MESSAGE_FUNCTIONS,
    *SUM_FUNCTIONS,
)

__all__ = [
    "FUNCTIONS",
    "Access",
    "Function",
    "HttpTrigger",
    "Layer",
    "MailReportTrigger",
    "PipelineAction",
    "QueueTrigger",
    "Queued",
    "Route",
    "ScheduleTrigger",
    "Secret",
    "StreamTrigger",
    "TaskTrigger",
    "Trigger",
    "WorkTrigger",
]
