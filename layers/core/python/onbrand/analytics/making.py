"""Makes a report: reads, draws, stores, sends. Held by one worker at a time; nobody is mailed twice."""

from collections.abc import Callable
from datetime import datetime, timedelta

from onbrand.analytics.compliance import compliance_page
from onbrand.analytics.costs import costs_page
from onbrand.analytics.drawing import CONTENT_TYPES, drawn
from onbrand.analytics.errors import ReportMovedError
from onbrand.analytics.events import ended_event
from onbrand.analytics.mail import ReportMail
from onbrand.analytics.model import FileFormat, MailState, Report, ReportFile, ReportKind, ReportStatus
from onbrand.analytics.page import ReportPage
from onbrand.analytics.ports import ReportRepository, Surroundings
from onbrand.analytics.posting import ReportPost
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
        post: ReportPost,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._reading = reading
        self._surroundings = surroundings
        self._objects = objects
        self._post = post
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
            self._objects.put(key, data, CONTENT_TYPES[FileFormat(format_)])
            files.append(ReportFile(format=format_, key=key, bytes=len(data)))
        report = self._step(report, 80, "sending", files=tuple(files))
        for recipient in report.recipients:
            report = self._mailed(report, recipient, made.mail)
        return self._end(report, self._clock.now(), status=ReportStatus.FINISHED)

    def _mailed(self, report: Report, recipient: str, mail: ReportMail) -> Report:
        """Writes down that a mail goes out before it does: one that may have gone out is not sent again."""
        state = report.mails.get(recipient)
        if state is MailState.SENDING:
            return self._told(report, recipient, MailState.UNKNOWN)
        if state is not None:
            return report
        report = self._told(report, recipient, MailState.SENDING)
        return self._told(report, recipient, self._post.send(report, recipient, mail))

    def _told(self, report: Report, recipient: str, state: MailState) -> Report:
        mails = {**report.mails, recipient: state}
        done = sum(one is not MailState.SENDING for one in mails.values())
        return self._step(report, 80 + 20 * done // len(report.recipients), "sending", mails=mails)

    def _step(self, report: Report, progress: int, step: str, **known: object) -> Report:
        after = report.model_copy(update={"progress": min(progress, 99), "step": step, **known})
        return self._repository.save(report, after)

    def _end(self, report: Report, at: datetime, **known: object) -> Report:
        after = report.model_copy(
            update={"progress": 100, "step": "done", "finished_at": at, "held_until": None, **known}
        )
        return self._repository.save(report, after, ended_event(after, at, self._ids))
