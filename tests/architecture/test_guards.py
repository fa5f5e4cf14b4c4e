"""Each guard bites: break on a copy what it guards, and the tests that guard it turn red."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LEFT_OUT = (".git", ".venv", ".build", "out", "cdk.out", "__pycache__", ".*_cache", ".hypothesis")


@dataclass(frozen=True)
class Break:
    """Replace ``old`` (or append when it is empty) by ``new`` in ``file``; ``tests`` must fail for ``reason``."""

    what: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    reason: str


DYNAMODB = "layers/core/python/onbrand/adapters/dynamodb"

BREAKS = (
    Break(
        "a room imports a higher one",
        "layers/core/python/onbrand/brand/colour.py",
        "",
        "\nfrom onbrand.content.model import Brief\n",
        ("tests/architecture/test_imports.py",),
        "onbrand.brand is not allowed to import onbrand.content",
    ),
    Break(
        "a Scan",
        f"{DYNAMODB}/brand.py",
        "",
        "\n\ndef everything(client):\n    return client.scan(TableName='table')\n",
        ("tests/architecture/test_table_calls.py",),
        "reads every tenant's items",
    ),
    Break(
        "a counter by ADD",
        f"{DYNAMODB}/metering.py",
        "",
        "\n\ndef count(client):\n"
        "    client.transact_write_items(TransactItems=[{'Update': {'UpdateExpression': 'ADD calls :one'}}])\n",
        ("tests/architecture/test_table_calls.py",),
        "ADD counts twice after a lost answer",
    ),
    Break(
        "an unbounded query",
        f"{DYNAMODB}/content.py",
        'page = self._table.query(partition, index="gsi1", limit=limit, start=start)',
        'page = self._table.query(partition, index="gsi1", limit=1000, start=start)',
        ("tests/unit/content/test_units_of_use_cases.py", "-k", "list"),
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
        ("tests/functions/test_approval_links.py", "-k", "looking_changes_nothing"),
        "test_looking_changes_nothing_however_often",
    ),
    Break(
        "a webhook into our own network",
        "layers/core/python/onbrand/adapters/outbound/addresses.py",
        "if not addresses or not all(map(is_public, addresses)):",
        "if not addresses:",
        ("tests/unit/notify/test_webhook_addresses.py", "-k", "inside or each_time"),
        "test_one_address_inside_is_enough_to_refuse_a_name",
    ),
    Break(
        "a wildcard action",
        "infra/constructs/access.py",
        '"dynamodb:GetItem", ',
        '"dynamodb:*", ',
        ("tests/infra/test_roles.py", "-k", "wildcard"),
        "dynamodb:*",
    ),
    Break(
        "a queue without a dead-letter queue",
        "infra/constructs/consumer.py",
        "            dead_letter_queue=sqs.DeadLetterQueue(\n"
        "                queue=self.dead_letters, max_receive_count=trigger.max_receive_count\n"
        "            ),\n",
        "",
        ("tests/infra/test_queues.py", "-k", "dead_letter"),
        "SQS3",
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


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: broken.what)
def test_what_is_guarded_turns_red_when_broken(copy: Path, broken: Break) -> None:
    file = copy / broken.file
    whole = file.read_text(encoding="utf-8")
    assert broken.old in whole, f"{broken.file} has changed: mend this guard's break"
    file.write_text(
        whole.replace(broken.old, broken.new, 1) if broken.old else whole + broken.new, encoding="utf-8"
    )
    try:
        result = run(copy, broken.tests)
    finally:
        file.write_text(whole, encoding="utf-8")
    assert result.returncode != 0, f"{broken.what} went unnoticed"
    assert broken.reason in result.stdout + result.stderr


def test_the_copy_is_green_before_it_is_broken(copy: Path) -> None:
    tests = ("tests/architecture/test_imports.py", "tests/architecture/test_table_calls.py")
    result = run(copy, tests)
    assert result.returncode == 0, result.stdout
