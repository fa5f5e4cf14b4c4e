"""Reports: what was used, what it cost and how well content kept to its brands, as files and mails."""

from onbrand.analytics.desk import ReportDesk, ReportOrder
from onbrand.analytics.errors import (
    DefinitionMovedError,
    DefinitionNotFoundError,
    PeriodAheadError,
    PlanningIncompleteError,
    ReportMovedError,
    ReportNotFoundError,
    TooManyDefinitionsError,
)
from onbrand.analytics.model import (
    FileFormat,
    Report,
    ReportDefinition,
    ReportDesign,
    ReportKind,
    ReportPeriod,
    ReportStatus,
)
from onbrand.analytics.planning import Planned, ReportPlanner

__all__ = [
    "DefinitionMovedError",
    "DefinitionNotFoundError",
    "FileFormat",
    "PeriodAheadError",
    "Planned",
    "PlanningIncompleteError",
    "Report",
    "ReportDefinition",
    "ReportDesign",
    "ReportDesk",
    "ReportKind",
    "ReportMovedError",
    "ReportNotFoundError",
    "ReportOrder",
    "ReportPeriod",
    "ReportPlanner",
    "ReportStatus",
    "TooManyDefinitionsError",
]
