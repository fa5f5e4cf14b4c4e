"""Each guard bites: break on a copy what it guards, and the tests that guard it turn red."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LEFT_OUT = (".git", ".venv", ".build", "out", "cdk.out", "__pycache__", ".*_cache", ".hypothesis")


@dataclass(frozen=True)
class Break:
    """Replace ``old`` (or append when it is empty) by ``new`` in ``file``; the tests must fail for ``reason``."""

    what: str
    file: str
    old: str
    new: str
    reason: str


@dataclass(frozen=True)
class Guards:
    """Tests that one run can break all at once, because each break gives a reason that no other gives."""

    of: str
    tests: tuple[str, ...]
    breaks: tuple[Break, ...]


DYNAMODB = "layers/core/python/onbrand/adapters/dynamodb"

GUARDS = (
    Guards(
        "the sources",
        ("tests/architecture/test_imports.py", "tests/architecture/test_table_calls.py"),
        (
            Break(
                "a room imports a higher one",
                "layers/core/python/onbrand/brand/colour.py",
                "",
                "\nfrom onbrand.content.model import Brief\n",
                "onbrand.brand is not allowed to import onbrand.content",
            ),
            Break(
                "a Scan",
                f"{DYNAMODB}/brand.py",
                "",
                "\n\ndef everything(client):\n    return client.scan(TableName='table')\n",
                "reads every tenant's items",
            ),
            Break(
                "a counter by ADD",
                f"{DYNAMODB}/metering.py",
                "",
                "\n\ndef count(client):\n"
                "    client.transact_write_items(TransactItems=[{'Update': {'UpdateExpression': 'ADD calls :one'}}])\n",
                "ADD counts twice after a lost answer",
            ),
        ),
    ),
    Guards(
        "what runs",
        (
            "tests/unit/content/test_units_of_use_cases.py",
            "tests/functions/test_approval_links.py",
            "tests/unit/notify/test_webhook_addresses.py",
            "-k",
            "list or looking_changes_nothing or inside or each_time",
        ),
        (
            Break(
                "an unbounded query",
                f"{DYNAMODB}/content.py",
                'page = self._table.query(partition, index="gsi1", limit=limit, start=start)',
                'page = self._table.query(partition, index="gsi1", limit=1000, start=start)',
                "test_units_do_not_grow_with_the_organizations_data[list]",
            ),
            Break(
                "a GET that decides",
                "functions/approval_links/handler.py",
                '        case "GET", False:\n',
                '        case "GET", False:\n'
                "            from onbrand.bootstrap.approval import approval_service\n"
                "            from onbrand.content import Decision\n"
                "            claims = review.claims\n"
                "            approval_service().decide(\n"
                "                claims.organization_id, claims.request_id, claims.approver_id, Decision.APPROVED,\n"
                '                None, claims.content_version, "link", claims.step,\n'
                "            )\n",
                "test_looking_changes_nothing_however_often",
            ),
            Break(
                "a webhook into our own network",
                "layers/core/python/onbrand/adapters/outbound/addresses.py",
                "if not addresses or not all(map(is_public, addresses)):",
                "if not addresses:",
                "test_one_address_inside_is_enough_to_refuse_a_name",
            ),
        ),
    ),
    Guards(
        "the templates",
        ("tests/infra/test_roles.py", "tests/infra/test_queues.py", "-k", "wildcard or dead_letter"),
        (
            Break(
                "a wildcard action",
                "infra/constructs/access.py",
                '"dynamodb:GetItem", ',
                '"dynamodb:*", ',
                "dynamodb:*",
            ),
            Break(
                "a queue without a dead-letter queue",
                "infra/constructs/consumer.py",
                "            dead_letter_queue=sqs.DeadLetterQueue(\n"
                "                queue=self.dead_letters, max_receive_count=trigger.max_receive_count\n"
                "            ),\n",
                "",
                "SQS3",
            ),
        ),
    ),
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("copy") / "onbrand"
    return Path(shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True))


def run(copy: Path, tests: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    paths = [copy / "layers/core/python", copy / "layers/imaging/python", copy]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(map(str, paths)),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    environment.pop("PYTEST_XDIST_WORKER", None)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", *tests],
        cwd=copy, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@contextmanager
def broken(copy: Path, breaks: tuple[Break, ...]) -> Iterator[None]:
    whole = {one.file: (copy / one.file).read_text(encoding="utf-8") for one in breaks}
    assert len(whole) == len(breaks)
    for one in breaks:
        text = whole[one.file]
        assert one.old in text, f"{one.file} has changed: mend this guard's break"
        text = text.replace(one.old, one.new, 1) if one.old else text + one.new
        (copy / one.file).write_text(text, encoding="utf-8")
    try:
        yield
    finally:
        for file, text in whole.items():
            (copy / file).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("guards", GUARDS, ids=lambda guards: guards.of)
def test_what_is_guarded_turns_red_when_broken(copy: Path, guards: Guards) -> None:
    with broken(copy, guards.breaks):
        result = run(copy, guards.tests)
    said = result.stdout + result.stderr
    assert result.returncode != 0, said
    assert [one.what for one in guards.breaks if one.reason not in said] == [], said


def test_the_copy_is_green_before_it_is_broken(copy: Path) -> None:
    result = run(copy, GUARDS[0].tests)
    assert result.returncode == 0, result.stdout
