"""What people say about a request under review, pinned to a point on a picture or to a finding."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, model_validator

from onbrand.approval.model import Placement, Text
from onbrand.kernel.values import Value

MAX_COMMENTS = 20
"""Comments that come with one answer: they are part of its transaction."""
Share = Annotated[float, Field(ge=0, le=1)]


class Point(Value):
    """A place on a picture, as shares of its width and height from the top left."""

    x: Share
    y: Share


class NewComment(Value):
    """What a person writes. ``finding`` names the check that found something, as in the verdict."""

    text: Text
    placement: Placement | None = None
    point: Point | None = None
    finding: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,60}$")] | None = None

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        if self.point is not None and self.placement is None:
            raise ValueError("A point needs the placement whose picture it is on")
        return self


class ReviewComment(NewComment):
    """A comment as it is kept: who said it, when, about which content."""

    id: str
    organization_id: str
    request_id: str
    author_id: str
    content_version: int
    created_at: datetime
