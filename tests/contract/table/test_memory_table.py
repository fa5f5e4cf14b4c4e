"""What only the table in the process has: threads, and a stream that tests can read."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from onbrand.adapters.dynamodb.table import (
    Absent,
    ConditionFailed,
    Delete,
    Key,
    Overwrite,
    Present,
    Put,
    VersionIs,
)
from onbrand.adapters.memory.table import MemoryTable

KEY = Key("ORG#o", "A")


def test_of_sixteen_threads_one_wins() -> None:
    table, barrier = MemoryTable(), Barrier(16)

    def put(number: int) -> bool:
        barrier.wait()
        try:
            table.write(Put({"pk": KEY.pk, "sk": KEY.sk, "by": number}, Absent()))
        except ConditionFailed:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        won = list(pool.map(put, range(16)))
    found = table.get(KEY)
    assert won.count(True) == 1
    assert found is not None and found["by"] == won.index(True)


def test_transfers_between_two_items_keep_their_sum() -> None:
    table = MemoryTable()
    for name in "ab":
        table.write(Put({"pk": "P", "sk": name, "version": 1, "amount": 100}, Absent()))

    def transfer(_: int) -> None:
        while True:
            a, b = (table.get(Key("P", name)) for name in "ab")
            assert a and b
            try:
                table.write(
                    Put(
                        {**a, "amount": a["amount"] - 1, "version": a["version"] + 1}, VersionIs(a["version"])
                    ),
                    Put(
                        {**b, "amount": b["amount"] + 1, "version": b["version"] + 1}, VersionIs(b["version"])
                    ),
                )
            except ConditionFailed:
                continue
            return

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(transfer, range(40)))
    assert [one["amount"] for one in table.query("P", limit=2).items] == [60, 140]


def test_the_stream_tells_what_changed() -> None:
    table = MemoryTable()
    table.write(Put({"pk": "P", "sk": "a", "n": 1}, Absent()), Put({"pk": "P", "sk": "b"}, Absent()))
    table.write(Put({"pk": "P", "sk": "a", "n": 2}, Overwrite()), Delete(Key("P", "b"), Present()))
    records = table.drain()
    assert [(record.name, record.key.sk) for record in records] == [
        ("INSERT", "a"),
        ("INSERT", "b"),
        ("MODIFY", "a"),
        ("REMOVE", "b"),
    ]
    changed = records[2]
    assert changed.old and changed.new and (changed.old["n"], changed.new["n"]) == (1, 2)
    assert table.drain() == []


def test_what_was_read_can_be_changed_without_changing_the_table() -> None:
    table = MemoryTable()
    table.write(Put({"pk": KEY.pk, "sk": KEY.sk, "list": [1]}, Absent()))
    found = table.get(KEY)
    assert found
    found["list"].append(2)
    again = table.get(KEY)
    assert again and again["list"] == [1]
