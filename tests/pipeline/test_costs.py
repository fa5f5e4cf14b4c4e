"""What requests cost, and how budgets stop them, through the real pipeline."""

from decimal import Decimal

import pytest

from onbrand.bootstrap.costs import cost_reports
from onbrand.bootstrap.metering import accounts, spending
from onbrand.content import RequestStatus
from onbrand.kernel.calls import ApiCall, CallOutcome
from onbrand.kernel.money import Money
from onbrand.metering import BudgetDesign, Limit
from onbrand.metering.costs import TRANSITIONS, OwnUnits, own_cost
from onbrand.metering.prices import AWS
from onbrand.sourcing.errors import BudgetExhaustedError
from tests.pipeline.test_failure import retry
from tests.support.northbeam import ORGANIZATION
from tests.support.running import DOCUMENT
from tests.support.world import World

CEILING = Decimal("0.00046")
"""USD a request of two placements, for our own use of AWS without mails, which have a price a piece. The goal is 0.0005:
nine transitions are 0.000225 of it, eleven files and their bytes 0.00007."""

CEILING_OF_TWELVE = Decimal("0.00065")
"""USD, without compute: nine transitions are 0.000225, thirty-one files 0.000155, and their bytes for a month 0.00009."""

SECONDS = Decimal("0.4")
"""Of one processor with 1.77 GB, what fetching, composing, scoring and rendering take together, generously."""


def test_a_request_is_split_by_stage_and_our_own_part_is_small(world: World) -> None:
    world.workflow()
    request = world.submit()
    world.decide(request.id, "approved")
    report = cost_reports().of_request(world.access, request.id)

    names = [stage.stage for stage in report.stages]
    assert names == [
        "prepare_request",
        "source_image",
        "compose_asset",
        "score_compliance",
        "render_variants",
        "open_approval",
        "finalize_request",
        "publish_events",
    ]
    assert report.providers == (Money(amount=Decimal("0.10")),)
    by_name = {stage.stage: stage for stage in report.stages}
    assert by_name["source_image"].providers == report.providers
    assert by_name["source_image"].calls == len(world.story(request.id).calls)
    assert by_name["render_variants"].units.puts > len(request.placements)
    assert by_name["render_variants"].units.bytes_stored > 10_000
    assert by_name["finalize_request"].units.gets >= len(request.placements)
    assert all(stage.units.write_units > 2 for stage in report.stages[:-1])
    assert by_name["publish_events"].units.events == len(world.story(request.id).events)
    assert sum(stage.units.transitions for stage in report.stages) == len(world.execution(request).states)
    assert report.aws.amount == sum(stage.aws.amount for stage in report.stages)
    # How long this machine takes says nothing of Lambda's, so the seconds are taken from the measurements.
    counted = [stage.units.model_copy(update={"gb_seconds": Decimal(0)}) for stage in report.stages]
    compute = SECONDS * Decimal("1.73") * AWS.gb_second
    assert sum(own_cost(units) for units in counted) + compute < CEILING


def test_a_set_of_twelve_costs_little_more_than_its_files(world: World) -> None:
    world.workflow()
    request = world.submit(placements=None)
    world.decide(request.id, "approved")
    report = cost_reports().of_request(world.access, request.id)
    rendered = next(stage.units for stage in report.stages if stage.stage == "render_variants")
    assert rendered.puts == 2 * len(request.placements) + 2, "pictures, small copies, layers, verdicts"
    assert rendered.write_units < 6 * len(request.placements)
    counted = [stage.units.model_copy(update={"gb_seconds": Decimal(0)}) for stage in report.stages]
    assert sum(own_cost(units) for units in counted) < CEILING_OF_TWELVE


def test_a_retried_state_is_paid_twice(world: World) -> None:
    world.killed_after.add("ComposeAsset")
    request = world.submit()
    retry(world, request.id)
    report = cost_reports().of_request(world.access, request.id)
    runs = {stage.stage: stage.units.invocations for stage in report.stages if stage.units.invocations}
    assert (runs["compose_asset"], runs["render_variants"]) == (2, 1)


def test_transitions_are_those_of_the_pipelines_document() -> None:
    states = DOCUMENT["States"]
    for name, state in states.items():
        if state["Type"] == "Task":
            row = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)[1:]
            after = states.get(state.get("Next"), {"Type": "Task"})
            assert TRANSITIONS.get(row, 1) == (1 if after["Type"] == "Task" else 2), name


def test_every_unit_has_its_price() -> None:
    one = Decimal(1)
    for name, price in (
        ("invocations", "0.0000002"),
        ("gb_seconds", "0.0000166667"),
        ("transitions", "0.000025"),
        ("read_units", "0.000000125"),
        ("write_units", "0.000000625"),
        ("puts", "0.000005"),
        ("gets", "0.0000004"),
        ("events", "0.000001"),
    ):
        assert own_cost(OwnUnits.model_validate({name: one})) == Decimal(price), name
    assert own_cost(OwnUnits(bytes_stored=2 * 10**9)) == Decimal("0.046")
    assert own_cost(OwnUnits()) == 0


def test_what_a_budget_stops_says_why_and_can_be_retried_after_the_reset(world: World) -> None:
    limit = Limit(amount=Decimal("0.15"))
    accounts().set_budget(world.access, None, BudgetDesign(limits=(limit,)))

    def another_buys() -> None:
        spending().reserve(
            ApiCall(
                organization_id=ORGANIZATION,
                request_id="another",
                provider="freepik",
                operation="resources.download",
                attempt=1,
                requested_at=world.clock.now(),
                outcome=CallOutcome.PENDING,
                cost=Money(amount=Decimal("0.10")),
            )
        )

    world.before["SourceImage"] = another_buys
    request = world.submit()
    assert request.status is RequestStatus.FAILED
    assert request.reason == (
        "The organization's budget of 0.15 EUR a month does not cover this; 0.10 EUR are used or reserved. "
        "It starts again on 5 February 2026 (UTC)."
    )
    assert "resources.download" not in {call.operation for call in world.story(request.id).calls}
    with pytest.raises(BudgetExhaustedError, match=r"0\.10 EUR are used or reserved"):
        retry(world, request.id)
    assert world.request(request.id).status is RequestStatus.FAILED
    world.clock.advance(seconds=31 * 86400)
    retry(world, request.id)
    assert world.request(request.id).status not in (RequestStatus.FAILED, RequestStatus.SOURCING)
    (standing,) = [one for one in accounts().report(world.access).items if one.meter == "EUR"][:1]
    assert (standing.used, standing.reserved) == (Decimal("0.10"), 0)
