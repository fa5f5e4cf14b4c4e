"""Provides reports."""

from typing import TYPE_CHECKING

from onbrand.adapters.dynamodb.metering import TableRows
from onbrand.adapters.dynamodb.metering_counts import TableCounts
from onbrand.adapters.dynamodb.metering_summaries import TableSummaries
from onbrand.adapters.dynamodb.metering_windows import TableWindows
from onbrand.adapters.dynamodb.reports import TableReports
from onbrand.analytics import ReportDesk, ReportPlanner
from onbrand.bootstrap.brand import shelf
from onbrand.bootstrap.content import requests
from onbrand.bootstrap.identity import identity_repository
from onbrand.bootstrap.metering import PROVIDERS
from onbrand.bootstrap.parts import parts
from onbrand.brand import BrandLibrary
from onbrand.content.ports import RequestRepository
from onbrand.identity.ports import IdentityRepository
from onbrand.kernel.errors import NotFound
from onbrand.kernel.objects import ObjectStore
from onbrand.metering import Calendar

if TYPE_CHECKING:
    from onbrand.analytics.making import ReportMaker

SHOWN_SIDE = 400


def report_desk() -> ReportDesk:
    """Definitions of reports, and reports on demand."""
    own = parts()
    return ReportDesk(TableReports(own.table), TableWindows(own.table), own.objects, own.clock, own.ids)


def report_planner() -> ReportPlanner:
    """Orders what is due."""
    own = parts()
    return ReportPlanner(TableReports(own.table), TableWindows(own.table), own.clock, own.ids)


def report_maker() -> "ReportMaker":
    """Makes reports."""
    from onbrand.analytics.making import ReportMaker
    from onbrand.analytics.reading import Reading

    own = parts()
    calendar = Calendar(TableWindows(own.table), own.clock)
    return ReportMaker(
        TableReports(own.table),
        Reading(calendar, TableSummaries(own.table), TableRows(own.table), TableCounts(own.table), PROVIDERS),
        RecordedSurroundings(identity_repository(), requests(), shelf(), own.objects),
        own.objects,
        own.clock,
        own.ids,
    )


class RecordedSurroundings:
    """An ``analytics.ports.Surroundings``."""

    def __init__(
        self,
        identity: IdentityRepository,
        requests: RequestRepository,
        library: BrandLibrary,
        objects: ObjectStore,
    ) -> None:
        self._identity = identity
        self._requests = requests
        self._library = library
        self._objects = objects

    def organization(self, organization_id: str) -> str:
        """The organization's name."""
        organization = self._identity.organization(organization_id)
        return organization.name if organization else organization_id

    def brand(self, organization_id: str, brand_id: str) -> str:
        """The brand's name, or its id when it is gone."""
        try:
            return self._library.profile(organization_id, brand_id, None).design.name
        except NotFound:
            return brand_id

    def shown(self, organization_id: str, request_id: str) -> tuple[str, str, bytes | None] | None:
        """Title, alternative text and a small JPEG of what a request made."""
        from onbrand.imaging.small import reduced

        try:
            request = self._requests.request(organization_id, request_id)
        except NotFound:
            return None
        asset = self._requests.asset(request)
        picture = None
        if asset is not None and asset.preview_key is not None:
            try:
                picture = reduced(self._objects.get(asset.preview_key), SHOWN_SIDE)
            except NotFound:
                picture = None
        alt_text = asset.alt_text if asset else None
        return request.brief.name, alt_text or "Preview of the content", picture
