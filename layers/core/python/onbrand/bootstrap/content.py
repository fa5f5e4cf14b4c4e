"""Provides requests, and those states of the pipeline that touch no pixels."""

from typing import TYPE_CHECKING

from onbrand.adapters.dynamodb.content import TableRequests
from onbrand.adapters.dynamodb.waivers import TableUses, TableWaivers
from onbrand.bootstrap.brand import library
from onbrand.bootstrap.metering import quotes
from onbrand.bootstrap.parts import parts
from onbrand.bootstrap.reviews import request_reviews
from onbrand.content import ContentService, PipelineRuns, Revisions
from onbrand.content.fail import FailRequest
from onbrand.content.finalize import FinalizeRequest
from onbrand.content.measured import Compliance, Measurements
from onbrand.content.planning import RescorePlanning
from onbrand.content.prepare import PrepareRequest
from onbrand.content.waivers import Waivers
from onbrand.kernel.objects import ObjectStore
from onbrand.sourcing.estimate import Estimate

if TYPE_CHECKING:
    from onbrand.content.reports import VerdictPages


def requests() -> TableRequests:
    """The records of requests."""
    return TableRequests(parts().table)


def assets() -> ObjectStore:
    """The bucket with the files of requests."""
    return parts().objects


class _Allowance:
    """Put together at the first estimate: only who submits needs prices."""

    def estimate(self, organization_id: str, brand_id: str) -> Estimate:
        return quotes().estimate(organization_id, brand_id)


def content_service() -> ContentService:
    """Use cases of members."""
    own = parts()
    return ContentService(
        requests(), library(), own.objects, request_reviews(), _Allowance(), own.clock, own.ids
    )


def revisions() -> Revisions:
    """What requesters do with content that was under review."""
    own = parts()
    return Revisions(requests(), library(), request_reviews(), _Allowance(), own.clock, own.ids)


def waivers() -> Waivers:
    """Waivers of findings."""
    own = parts()
    return Waivers(
        requests(),
        TableWaivers(own.table),
        library(),
        own.objects,
        request_reviews(),
        own.clock,
        own.ids,
    )


def rescore_planning() -> RescorePlanning:
    """Finds what a new version of a profile or template concerns."""
    own = parts()
    return RescorePlanning(requests(), TableUses(own.table), library(), own.clock, own.ids)


def measurements() -> Measurements:
    """Whole verdicts, with and without waivers."""
    own = parts()
    return Measurements(TableWaivers(own.table), library(), own.objects, own.clock)


def compliance() -> Compliance:
    """What was measured on requests."""
    return Compliance(requests(), measurements())


def verdict_pages() -> "VerdictPages":
    """The same as pages; they load the template engine, which no other call needs."""
    from onbrand.content.reports import VerdictPages

    return VerdictPages(requests(), measurements(), library(), parts().objects)


def prepare_request() -> PrepareRequest:
    """The state PrepareRequest."""
    return PrepareRequest(requests(), library(), parts().clock, parts().ids)


def finalize_request() -> FinalizeRequest:
    """The state FinalizeRequest."""
    own = parts()
    return FinalizeRequest(requests(), own.objects, request_reviews(), measurements(), own.clock, own.ids)


def fail_request() -> FailRequest:
    """The state FailRequest."""
    return FailRequest(requests(), request_reviews(), parts().clock, parts().ids)


def pipeline_runs() -> PipelineRuns:
    """Starts and stops executions."""
    return PipelineRuns(requests(), parts().pipeline)
