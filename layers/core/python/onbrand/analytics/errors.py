"""What can go wrong with reports."""

from onbrand.kernel.errors import Conflict, NotFound, Unprocessable


class ReportNotFoundError(NotFound):
    """There is no such report."""


class DefinitionNotFoundError(NotFound):
    """There is no such report definition."""


class DefinitionMovedError(Conflict):
    """The definition has changed since it was read."""


class TooManyDefinitionsError(Unprocessable):
    """An organization has as many definitions as it may have."""


class PeriodAheadError(Unprocessable):
    """The period has not begun."""


class ReportMovedError(Conflict):
    """The report has moved on, or another worker makes it."""


class PlanningIncompleteError(Unprocessable):
    """The reports of some definitions could not be ordered; all others were."""
