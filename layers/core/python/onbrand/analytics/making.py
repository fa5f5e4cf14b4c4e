"""Makes a report: reads, draws, stores. Held by one worker at a time; its end is what mails follow from."""

from collections.abc import Callable
from datetime import datetime, timedelta

from onbrand.analytics.compliance import compliance_page
from onbrand.analytics.costs import costs_page
from onbrand.analytics.digest import MEDIA_TYPES, digest_key, digest_of
from onbrand.analytics.drawing import drawn, mail_charts
from onbrand.analytics.errors import ReportMovedError
from onbrand.analytics.events import ended_event
from onbrand.analytics.model import FileFormat, Report, ReportFile, ReportKind, ReportStatus
from onbrand.analytics.page import ReportPage
from onbrand.analytics.ports import ReportRepository, Surroundings
from onbrand.analytics.reading import Reading
from onbrand.analytics.usage import usage_page
from onbrand.kernel.clock import Clock
from onbrand.kernel.errors import OnBrandError, Unavailable
from onbrand.kernel.ids import Ids
from onbrand.kernel.objects import ObjectStore

LEASE = timedelta(minutes=4)
"""Longer than the function runs."""
PAGES: dict[ReportKind, Callable[..., ReportPage]] = {
    ReportKind.DAILY_USAGE: usage_page,
    ReportKind.WEEKLY_COMPLIANCE: compliance_page,
    ReportKind.MONTHLY_COSTS: costs_page,
}


class ReportMaker:
    """What the worker does."""

    def __init__(
        self,
        repository: ReportRepository,
        reading: Reading,
        surroundings: Surroundings,
        objects: ObjectStore,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._reading = reading
        self._surroundings = surroundings
        self._objects = objects
        self._clock = clock
        self._ids = ids

    def make(self, organization_id: str, report_id: str) -> Report:
        """The report when it is over; one that was over before is left as it is. Raises ReportMovedError."""
        report = self._repository.report(organization_id, report_id)
        if report.is_over:
            return report
        now = self._clock.now()
        if report.held_until is not None and report.held_until > now:
            raise ReportMovedError("Another worker makes this report.")
        report = self._step(
            report, 10, "reading the figures", status=ReportStatus.RUNNING, held_until=now + LEASE
        )
        try:
            return self._made(report, now)
        except (Unavailable, ReportMovedError):
            raise
        except OnBrandError as error:
            return self._end(report, now, status=ReportStatus.FAILED, reason=error.detail)

    def _made(self, report: Report, now: datetime) -> Report:
        page = PAGES[report.kind](self._reading, self._surroundings, report.organization_id, report.period)
        report = self._step(report, 40, "drawing")
        made = drawn(page, report.created_at)
        report = self._step(report, 70, "storing the files")
        files: list[ReportFile] = []
        for format_, data in made.files.items():
            key = f"{report.organization_id}/reports/{report.id}.{format_.value}"
            self._objects.put(key, data, MEDIA_TYPES[FileFormat(format_)])
            files.append(ReportFile(format=format_, key=key, bytes=len(data)))
        if report.recipients:
            digest = digest_of(page, mail_charts(page), files, made.name).model_dump_json().encode()
            self._objects.put(digest_key(report.organization_id, report.id), digest, "application/json")
        return self._end(report, self._clock.now(), status=ReportStatus.FINISHED, files=tuple(files))

    def _step(self, report: Report, progress: int, step: str, **known: object) -> Report:
        after = report.model_copy(update={"progress": min(progress, 99), "step": step, **known})
        return self._repository.save(report, after)

    def _end(self, report: Report, at: datetime, **known: object) -> Report:
        after = report.model_copy(
            update={"progress": 100, "step": "done", "finished_at": at, "held_until": None, **known}
        )
        return self._repository.save(report, after, ended_event(after, at, self._ids))
