"""What both tables do alike: conditions, transactions, order, pages, limits, values."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onbrand.adapters.dynamodb.table import (
    Absent,
    AttributeIs,
    Check,
    Condition,
    ConditionFailed,
    Delete,
    Item,
    Key,
    Overwrite,
    Present,
    Put,
    Table,
    UnstorableError,
    VersionIs,
)
from tests.support.table import table_of

HERE = Key("ORG#o", "THING#1")
THERE = Key("ORG#o", "THING#2")


@pytest.fixture(params=["memory", "dynamodb"])
def table(request: pytest.FixtureRequest) -> Iterator[Table]:
    with table_of(request.param) as built:
        yield built


def item(key: Key = HERE, **attributes: Any) -> Item:
    return {"pk": key.pk, "sk": key.sk, **attributes}


def bare(found: Item | None) -> Item | None:
    return found and {name: value for name, value in found.items() if name != "write_id"}


def test_what_was_put_is_got(table: Table) -> None:
    table.write(Put(item(name="ann", version=1), Absent()))
    assert bare(table.get(HERE)) == item(name="ann", version=1)
    assert table.get(THERE) is None


@pytest.mark.parametrize(
    ("condition", "on_nothing", "on_version_two"),
    [
        (Absent(), True, False),
        (Present(), False, True),
        (VersionIs(2), False, True),
        (VersionIs(1), False, False),
        (AttributeIs("status", "open"), False, True),
        (AttributeIs("status", "closed"), False, False),
        (AttributeIs("missing", "open"), False, False),
        (Overwrite(), True, True),
    ],
)
def test_conditions_decide(
    table: Table, condition: Condition, on_nothing: bool, on_version_two: bool
) -> None:
    table.write(Put(item(THERE, version=2, status="open"), Absent()))
    for key, holds in ((HERE, on_nothing), (THERE, on_version_two)):
        if holds:
            table.write(Put(item(key, version=9), condition))
            assert bare(table.get(key)) == item(key, version=9)
        else:
            with pytest.raises(ConditionFailed):
                table.write(Put(item(key, version=9), condition))
            found = table.get(key)
            assert found is None or found["version"] == 2


def test_a_transaction_is_all_or_nothing_and_names_what_failed(table: Table) -> None:
    table.write(Put(item(THERE, version=4), Absent()))
    with pytest.raises(ConditionFailed) as caught:
        table.write(
            Put(item(HERE), Absent()), Check(THERE, VersionIs(3)), Delete(Key("ORG#o", "GONE"), Present())
        )
    assert table.get(HERE) is None
    assert [failure.index for failure in caught.value.failures] == [1, 2]
    assert caught.value.index == 1
    assert bare(caught.value.current) == item(THERE, version=4)
    failure = caught.value.on(Key("ORG#o", "GONE"))
    assert failure is not None and failure.current is None
    assert caught.value.on(HERE) is None


def test_a_delete_removes_and_a_check_writes_nothing(table: Table) -> None:
    table.write(Put(item(HERE), Absent()), Put(item(THERE), Absent()))
    before = table.get(THERE)
    table.write(Delete(HERE, Present()), Check(THERE, Present()))
    assert table.get(HERE) is None
    assert table.get(THERE) == before


def test_pages_cover_a_partition_once_in_order(table: Table) -> None:
    names = [f"A#{number:02d}" for number in range(7)]
    for name in [*reversed(names), "B#00"]:
        table.write(Put(item(Key("P", name)), Absent()))
    for forward in (True, False):
        seen: list[str] = []
        start = None
        while True:
            page = table.query("P", sk_prefix="A#", limit=3, forward=forward, start=start)
            seen += [found["sk"] for found in page.items]
            start = page.next
            if start is None:
                break
        assert seen == (names if forward else names[::-1])


def test_there_is_no_next_page_when_the_limit_was_just_reached(table: Table) -> None:
    for number in range(3):
        table.write(Put(item(Key("P", f"{number}")), Absent()))
    assert table.query("P", limit=3).next is None
    assert table.query("P", limit=2).next == {"pk": "P", "sk": "1"}


def test_bounds_are_included(table: Table) -> None:
    for name in "abcde":
        table.write(Put(item(Key("P", name)), Absent()))

    def found(**bounds: str) -> str:
        return "".join(one["sk"] for one in table.query("P", limit=9, **bounds).items)  # type: ignore[arg-type]

    assert found(sk_from="b", sk_to="d") == "bcd"
    assert found(sk_from="d") == "de"
    assert found(sk_to="b") == "ab"


def test_an_index_shows_only_items_that_have_its_keys(table: Table) -> None:
    for number in range(5):
        table.write(Put(item(Key("P", f"{number}"), gsi2pk="Q", gsi2sk=f"{9 - number}"), Absent()))
    table.write(Put(item(Key("P", "none")), Absent()), Put(item(Key("P", "3"), other=True), Overwrite()))
    first = table.query("Q", index="gsi2", limit=2)
    second = table.query("Q", index="gsi2", limit=2, start=first.next)
    assert [one["sk"] for one in (*first.items, *second.items)] == ["4", "2", "1", "0"]
    assert first.next == {"pk": "P", "sk": "2", "gsi2pk": "Q", "gsi2sk": "7"}
    assert second.next is None
    assert [one["sk"] for one in table.query("Q", index="gsi2", sk_from="8", limit=5).items] == ["1", "0"]


def test_large_items_come_over_several_pages_of_the_store(table: Table) -> None:
    for number in range(7):
        table.write(Put(item(Key("P", f"{number}"), text="x" * 200_000), Absent()))
    assert len(table.query("P", limit=7).items) == 7


def test_a_query_needs_a_limit_and_one_kind_of_range(table: Table) -> None:
    with pytest.raises(ValueError, match="limit"):
        table.query("P", limit=0)
    with pytest.raises(ValueError, match="prefix"):
        table.query("P", sk_prefix="a", sk_from="b", limit=1)


@pytest.mark.parametrize(
    "writes",
    [
        [],
        [Put(item(Key("P", f"{n}")), Absent()) for n in range(101)],
        [Put(item(), Absent()), Check(HERE, Present())],
        [Put(item(text="x" * 410_000), Absent())],
        [Put(item(Key("P", f"{n}"), text="x" * 399_000), Absent()) for n in range(11)],
        [Put(item(number=10**38 + 1), Absent())],
        [Put(item(number=float("nan")), Absent())],
        [Put(item(number=float("inf")), Absent())],
        [Put(item(number=1e-300), Absent())],
        [Put(item(gsi1pk="only half"), Absent())],
        [Put({"pk": "P", "sk": ""}, Absent())],
        [Put(item(Key("P", "x" * 1025)), Absent())],
        [Put(item(thing={1, 2}), Absent())],
        [Delete(HERE, Overwrite())],
    ],
)
def test_limits_are_refused_before_anything_is_written(table: Table, writes: list[Any]) -> None:
    with pytest.raises(UnstorableError):
        table.write(*writes)
    assert table.query("P", limit=1).items == []
    assert table.get(HERE) is None


def test_the_largest_transaction_is_taken(table: Table) -> None:
    table.write(*(Put(item(Key("P", f"{n:03d}")), Absent()) for n in range(100)))
    assert len(table.query("P", limit=100).items) == 100


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**37), 10**37)
    | st.floats(-1e15, 1e15, allow_subnormal=False).filter(lambda x: x == 0 or abs(x) > 1e-100)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    | st.decimals(-10000, 10000, places=6).filter(lambda d: Decimal(repr(float(d))) != d),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(data=VALUES)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
def test_values_come_back_as_they_were(table: Table, data: Any) -> None:
    table.write(Put(item(data=data), Overwrite()))
    found = table.get(HERE)
    assert found is not None and found["data"] == data
    assert type(found["data"]) is type(data) or found["data"] == data


def test_units_follow_sizes(table: Table) -> None:
    with table.metered() as writing:
        table.write(Put(item(text="x" * 2500, gsi1pk="Q", gsi1sk="1"), Absent()), Check(THERE, Absent()))
    assert writing.write == 3 * 2 + 3 + 2
    with table.metered() as reading:
        table.get(HERE)
        table.get(HERE, consistent=False)
        table.query("ORG#o", limit=5)
        table.query("Q", index="gsi1", limit=5)
    assert reading.read == 1 + 0.5 + 1 + 0.5
    assert (table.units.read, table.units.write) == (3, 11)
