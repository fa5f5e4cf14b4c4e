"""Provides requests, and those states of the pipeline that touch no pixels."""

from onbrand.adapters.dynamodb.content import TableRequests
from onbrand.bootstrap.brand import library
from onbrand.bootstrap.parts import parts
from onbrand.bootstrap.reviews import request_reviews
from onbrand.content import ContentService, PipelineRuns, Revisions
from onbrand.content.fail import FailRequest
from onbrand.content.finalize import FinalizeRequest
from onbrand.content.prepare import PrepareRequest
from onbrand.kernel.objects import ObjectStore


def requests() -> TableRequests:
    """The records of requests."""
    return TableRequests(parts().table)


def assets() -> ObjectStore:
    """The bucket with the files of requests."""
    return parts().objects


def content_service() -> ContentService:
    """Use cases of members."""
    own = parts()
    return ContentService(requests(), library(), own.objects, request_reviews(), own.clock, own.ids)


def revisions() -> Revisions:
    """What requesters do with content that was under review."""
    own = parts()
    return Revisions(requests(), library(), request_reviews(), own.clock, own.ids)


def prepare_request() -> PrepareRequest:
    """The state PrepareRequest."""
    return PrepareRequest(requests(), library(), parts().clock, parts().ids)


def finalize_request() -> FinalizeRequest:
    """The state FinalizeRequest."""
    return FinalizeRequest(requests(), parts().objects, request_reviews(), parts().clock, parts().ids)


def fail_request() -> FailRequest:
    """The state FailRequest."""
    return FailRequest(requests(), request_reviews(), parts().clock, parts().ids)


def pipeline_runs() -> PipelineRuns:
    """Starts and stops executions."""
    return PipelineRuns(requests(), parts().pipeline)
