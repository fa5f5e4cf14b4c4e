"""What a request costs us: the providers' calls, and our own use of AWS by recorded units and a dated price table."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from pydantic import Field

from onbrand.identity import Access, Permission
from onbrand.kernel.calls import ApiCall
from onbrand.kernel.money import Money
from onbrand.kernel.values import Value
from onbrand.metering.prices import AWS, AwsPrices

OWN_ROW = 2.0
"""Write units of the row that holds the units: a put in a transaction, below 1 KB."""
TRANSITIONS: Mapping[str, int] = {"render_variants": 2, "open_approval": 2, "fail_request": 2}
"""State transitions of a task: its own one, and that of the state after it where this is none."""
MAILS = "ses"
EVENTS_STAGE, MAIL_STAGE, SOURCING_STAGE = "publish_events", "notify", "source_image"
STAGES = (
    "prepare_request",
    SOURCING_STAGE,
    "compose_asset",
    "score_compliance",
    "render_variants",
    "open_approval",
    "finalize_request",
    "fail_request",
    EVENTS_STAGE,
    MAIL_STAGE,
)
IN_CENTS_OF_CENTS = Decimal("0.00000001")


class Invocation(Value):
    """What one run of a task of the pipeline used. ``id`` is the platform's, so a repeated write is the same row.

    ``duration_ms`` is the handler's own time; starting the process is not in it. Read and write units as
    DynamoDB bills them; ``puts`` are S3's dearer requests, ``gets`` all others.
    """

    organization_id: str
    request_id: str
    stage: str
    id: str
    at: datetime
    memory_mb: int = Field(ge=0)
    duration_ms: int = Field(ge=0)
    read_units: Decimal = Decimal(0)
    write_units: Decimal = Decimal(0)
    puts: int = 0
    gets: int = 0
    bytes_stored: int = 0
    bytes_read: int = 0

    @property
    def transitions(self) -> int:
        """State transitions that it stands for; a retry is another invocation, and billed as one."""
        return TRANSITIONS.get(self.stage, 1)

    @property
    def gb_seconds(self) -> Decimal:
        """Memory times duration."""
        return Decimal(self.memory_mb) / 1024 * self.duration_ms / 1000


@dataclass(frozen=True, slots=True)
class RequestUse:
    """All that was recorded of a request."""

    calls: Sequence[ApiCall]
    invocations: Sequence[Invocation]
    events: int


class OwnUnits(Value):
    """Units of our own AWS use."""

    invocations: int = 0
    gb_seconds: Decimal = Decimal(0)
    transitions: int = 0
    read_units: Decimal = Decimal(0)
    write_units: Decimal = Decimal(0)
    puts: int = 0
    gets: int = 0
    bytes_stored: int = 0
    bytes_read: int = 0
    events: int = 0
    mails: int = 0


class StageCost(Value):
    """What a stage of a request cost."""

    stage: str
    calls: int = Field(description="Calls to providers.")
    providers: tuple[Money, ...] = Field(description="What providers asked for, one amount a currency.")
    units: OwnUnits
    aws: Money = Field(description="Our own use of AWS, at list prices.")


class CostReport(Value):
    """A request's cost by stage; totals are the exact sums of the stages."""

    request_id: str
    stages: tuple[StageCost, ...]
    providers: tuple[Money, ...]
    aws: Money
    price_version: str = Field(description="Names the table of AWS's prices.")


class CostRepository(Protocol):
    """What was recorded of requests."""

    def use_of(self, organization_id: str, request_id: str) -> RequestUse:
        """Raises RequestNotFoundError."""
        ...


class CostReports:
    """Reads one partition a request."""

    def __init__(self, repository: CostRepository, prices: AwsPrices = AWS) -> None:
        self._repository = repository
        self._prices = prices

    def of_request(self, access: Access, request_id: str) -> CostReport:
        """Raises RequestNotFoundError."""
        access.require(Permission.READ_USAGE)
        return cost_report(
            request_id, self._repository.use_of(access.organization_id, request_id), self._prices
        )


def cost_report(request_id: str, use: RequestUse, prices: AwsPrices = AWS) -> CostReport:
    """Mails go by the ledger, where each has its price; every other use by its units."""
    calls: defaultdict[str, list[ApiCall]] = defaultdict(list)
    invocations: defaultdict[str, list[Invocation]] = defaultdict(list)
    for call in use.calls:
        calls[MAIL_STAGE if call.provider == MAILS else SOURCING_STAGE].append(call)
    for invocation in use.invocations:
        invocations[invocation.stage].append(invocation)
    used = {*invocations, *calls, *([EVENTS_STAGE] if use.events else [])}
    names = [name for name in STAGES if name in used] + sorted(used - set(STAGES))
    stages = [
        _stage(name, calls[name], invocations[name], use.events if name == EVENTS_STAGE else 0, prices)
        for name in names
    ]
    aws = sum((stage.aws.amount for stage in stages), Decimal(0))
    return CostReport(
        request_id=request_id,
        stages=tuple(stages),
        providers=_sums(amount for stage in stages for amount in stage.providers),
        aws=Money(amount=aws, currency=prices.currency),
        price_version=prices.version,
    )


def _stage(
    name: str,
    calls: Sequence[ApiCall],
    invocations: Sequence[Invocation],
    events: int,
    prices: AwsPrices,
) -> StageCost:
    mails = [call for call in calls if call.provider == MAILS]
    units = OwnUnits(
        invocations=len(invocations),
        gb_seconds=sum((one.gb_seconds for one in invocations), Decimal(0)),
        transitions=sum(one.transitions for one in invocations),
        read_units=sum((one.read_units for one in invocations), Decimal(0)),
        write_units=sum((one.write_units for one in invocations), Decimal(0)),
        puts=sum(one.puts for one in invocations),
        gets=sum(one.gets for one in invocations),
        bytes_stored=sum(one.bytes_stored for one in invocations),
        bytes_read=sum(one.bytes_read for one in invocations),
        events=events,
        mails=len(mails),
    )
    posted = sum((call.cost.amount for call in mails), Decimal(0))
    amount = (own_cost(units, prices) + posted).quantize(IN_CENTS_OF_CENTS)
    return StageCost(
        stage=name,
        calls=len(calls) - len(mails),
        providers=_sums(call.cost for call in calls if call.provider != MAILS),
        units=units,
        aws=Money(amount=amount, currency=prices.currency),
    )


def own_cost(units: OwnUnits, prices: AwsPrices = AWS) -> Decimal:
    """What the units cost, mails apart; stored bytes for one month."""
    return (
        units.invocations * prices.invocation
        + units.gb_seconds * prices.gb_second
        + units.transitions * prices.transition
        + units.read_units * prices.read_unit
        + units.write_units * prices.write_unit
        + units.puts * prices.put
        + units.gets * prices.get
        + units.bytes_stored * prices.gb_month / 10**9
        + units.events * prices.event
    )


def _sums(amounts: Iterable[Money]) -> tuple[Money, ...]:
    sums: dict[str, Money] = {}
    for amount in amounts:
        currency = amount.currency
        sums[currency] = sums[currency] + amount if currency in sums else amount
    return tuple(sums[currency] for currency in sorted(sums))
