"""Who stands in for whom, and for how long; and groups of approvers."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Self

from pydantic import AwareDatetime, Field, model_validator

from onbrand.approval.design import UserId
from onbrand.kernel.values import Value

MAX_GROUP = 50


class NewSubstitute(Value):
    """What a person writes: who answers instead, from when, until when."""

    substitute_id: UserId
    starts_at: AwareDatetime
    ends_at: AwareDatetime

    @model_validator(mode="after")
    def _takes_time(self) -> Self:
        if self.ends_at <= self.starts_at:
            raise ValueError("The substitution must end after it starts")
        return self


class Substitute(NewSubstitute):
    """While it lasts, ``substitute_id`` is asked instead of ``user_id``."""

    id: str
    organization_id: str
    user_id: str
    created_at: datetime
    created_by: str

    def covers(self, moment: datetime) -> bool:
        """Whether it holds at this moment."""
        return self.starts_at <= moment < self.ends_at


class GroupDesign(Value):
    """What a person writes: a name and who belongs to it."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    members: tuple[UserId, ...] = Field(min_length=1, max_length=MAX_GROUP)


class ApproverGroup(GroupDesign):
    """People who are asked together; a workflow names them as ``group:<id>``."""

    id: str
    organization_id: str
    version: int = Field(ge=1)
    created_at: datetime
    created_by: str


def stand_in(
    user_id: str, substitutes: Sequence[Substitute], now: datetime, may_take: Callable[[str], bool]
) -> str | None:
    """Who answers for somebody who is away: the substitute, or the substitute's own, and so on; the person
    themselves while not away. None when the way ends with nobody who may, or in a circle."""
    passed: set[str] = set()
    while user_id not in passed:
        passed.add(user_id)
        away = sorted(
            (one for one in substitutes if one.user_id == user_id and one.covers(now)),
            key=lambda one: (one.starts_at, one.id),
        )
        if not away:
            return user_id if may_take(user_id) else None
        user_id = away[0].substitute_id
    return None
