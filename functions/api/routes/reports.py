"""Reports: what an organization gets regularly, and what somebody asks for."""

from datetime import datetime

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import Router
from pydantic import Field

from functions.api.calls import (
    DEFAULT_LIMIT,
    Cursor,
    IfMatch,
    Limit,
    PathId,
    access,
    created,
    expected_version,
    page,
    versioned,
)
from onbrand.analytics import (
    Report,
    ReportDefinition,
    ReportDesign,
    ReportKind,
    ReportOrder,
    ReportPeriod,
    ReportStatus,
)
from onbrand.bootstrap.analytics import report_desk
from onbrand.bootstrap.notify import delivery_desk
from onbrand.kernel.values import Value
from onbrand.notify import Status

router = Router()
TAGS = ["reports"]


class ReportFileView(Value):
    """A file of a report; its address works for a quarter of an hour."""

    format: str = Field(description="`html`, `pdf` or `csv`.")
    bytes: int
    url: str


class ReportView(Value):
    """A report and how far it is."""

    id: str
    kind: ReportKind
    period: ReportPeriod
    definition_id: str | None = Field(description="Whose schedule ordered it; null when a person did.")
    status: ReportStatus
    progress: int = Field(description="0 to 100.")
    step: str = Field(description="What is done at the moment.")
    reason: str | None = Field(description="Why it failed.")
    created_at: datetime
    finished_at: datetime | None
    files: tuple[ReportFileView, ...] = Field(description="Empty until they are stored.")
    mails: dict[str, Status] = Field(
        description="What became of the mail, by recipient; empty in lists. Its story is among the messages."
    )

    @classmethod
    def of(cls, report: Report, *, whole: bool = True) -> "ReportView":
        """The report, with fresh addresses of its files and what became of its mails when ``whole``."""
        links = report_desk().links(report) if whole else {}
        return cls(
            **report.model_dump(include=set(cls.model_fields) - {"files", "mails"}),
            mails=delivery_desk().of_report(report.organization_id, report.id, report.recipients)
            if whole
            else {},
            files=tuple(
                ReportFileView(format=file.format.value, bytes=file.bytes, url=links[file.format])
                for file in report.files
                if file.format in links
            ),
        )


class ReportPage(Value):
    """Some reports, without their files."""

    items: tuple[ReportView, ...]
    next_cursor: str | None


class DefinitionList(Value):
    """All report definitions of an organization."""

    items: tuple[ReportDefinition, ...]


@router.post("/v1/reports", tags=TAGS, operation_id="orderReport", summary="Order a report", status_code=202)
def order(order: ReportOrder) -> Response[ReportView]:
    """The answer comes at once; `Location` is where to look. It is mailed to nobody. Of a period that is not over it
    tells what there is so far."""
    report = report_desk().order(access(router), order)
    headers = {"Location": f"/v1/reports/{report.id}"}
    return Response(202, "application/json", ReportView.of(report), headers=headers)


@router.get("/v1/reports", tags=TAGS, operation_id="listReports", summary="Reports, the latest first")
def list_reports(limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> ReportPage:
    """Those that were sent and those that were asked for, of the last 400 days."""
    who = access(router)
    return page(
        ReportPage,
        who,
        "reports",
        cursor,
        lambda start: report_desk().reports(who, limit, start),
        lambda found: [ReportView.of(one, whole=False) for one in found],
    )


@router.get(
    "/v1/reports/<report_id>",
    tags=TAGS,
    operation_id="getReport",
    summary="A report, and where its files are",
)
def get_report(report_id: PathId) -> ReportView:
    """Look again until `status` is `finished` or `failed`."""
    return ReportView.of(report_desk().report(access(router), report_id))


@router.get(
    "/v1/report-definitions",
    tags=TAGS,
    operation_id="listReportDefinitions",
    summary="The reports that are sent regularly",
)
def list_definitions() -> DefinitionList:
    """Oldest first; there are at most 20."""
    return DefinitionList(items=tuple(report_desk().definitions(access(router))))


@router.post(
    "/v1/report-definitions",
    tags=TAGS,
    operation_id="defineReport",
    summary="Have a report sent regularly",
    status_code=201,
)
def define(design: ReportDesign) -> Response[ReportDefinition]:
    """The first one tells of the day, week or month that is running now, and is sent the morning after it, from 7 in
    the definition's time zone on and once its days are summed. Every recipient gets each period once."""
    definition = report_desk().define(access(router), design)
    return created(definition, f"/v1/report-definitions/{definition.id}", definition.version)


@router.get(
    "/v1/report-definitions/<definition_id>",
    tags=TAGS,
    operation_id="getReportDefinition",
    summary="A report that is sent regularly",
)
def get_definition(definition_id: PathId) -> Response[ReportDefinition]:
    """Its version is also the `ETag`."""
    definition = report_desk().definition(access(router), definition_id)
    return versioned(definition, definition.version)


@router.put(
    "/v1/report-definitions/<definition_id>",
    tags=TAGS,
    operation_id="changeReportDefinition",
    summary="Change a report that is sent regularly",
)
def change_definition(
    definition_id: PathId, design: ReportDesign, if_match: IfMatch = None
) -> Response[ReportDefinition]:
    """`If-Match` names the version that you change. The next report is of the period that is running now."""
    definition = report_desk().change(access(router), definition_id, design, expected_version(if_match))
    return versioned(definition, definition.version)


@router.delete(
    "/v1/report-definitions/<definition_id>",
    tags=TAGS,
    operation_id="removeReportDefinition",
    summary="Stop sending a report",
    status_code=204,
)
def remove_definition(definition_id: PathId, if_match: IfMatch = None) -> Response[None]:
    """`If-Match` names the version that you remove. Reports that were made stay."""
    report_desk().remove(access(router), definition_id, expected_version(if_match))
    return Response(204)
