"""As many members as one step can ask."""

from datetime import UTC, datetime

from onbrand.adapters.dynamodb.client import DynamoTable
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.approval.design import MAX_APPROVERS
from onbrand.identity import Role
from tests.cloud.real.world import World
from tests.support.northbeam import add_member

CROWD = [f"person-{number:02d}" for number in range(MAX_APPROVERS)]


def join_crowd(world: World) -> None:
    """Members who do not sign in: they answer by the links in their mails."""
    table = DynamoTable(world.cloud.client("dynamodb"), world.table)
    now = FrozenClock(datetime.now(UTC))
    for person in CROWD:
        add_member(table, person, Role.BRAND_MANAGER, now, world.brand["organization_id"])
