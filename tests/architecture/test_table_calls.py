"""What no code may say to DynamoDB: no Scan, no PartiQL, no update expression, so no counter by ADD; queries are limited."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "layers/core/python/onbrand").rglob("*.py"), *(ROOT / "functions").rglob("*.py")])
FORBIDDEN_CALLS = {
    "scan": "reads every tenant's items",
    "execute_statement": "PartiQL can scan",
    "batch_execute_statement": "PartiQL can scan",
    "execute_transaction": "PartiQL can scan",
    "update_item": "an update expression cannot be recognised after a lost answer",
    "put_item": "writes go through Table.write, with a condition",
    "delete_item": "writes go through Table.write, with a condition",
    "batch_write_item": "writes go through Table.write, with a condition",
}
FORBIDDEN_KEYS = {
    "UpdateExpression": "ADD counts twice after a lost answer",
    "AttributeUpdates": "ADD counts twice after a lost answer",
    "Update": "a transaction holds puts, deletes and checks",
    "FilterExpression": "a filter reads what it throws away",
}


def forbidden(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in FORBIDDEN_CALLS
        ):
            yield f"line {node.lineno}: .{node.func.attr}() {FORBIDDEN_CALLS[node.func.attr]}"
        words = []
        if isinstance(node, ast.keyword):
            words = [node.arg]
        elif isinstance(node, ast.Dict):
            words = [key.value for key in node.keys if isinstance(key, ast.Constant)]
        for word in words:
            if word in FORBIDDEN_KEYS:
                yield f"{word}: {FORBIDDEN_KEYS[word]}"


def test_no_code_scans_updates_or_filters() -> None:
    found = [
        f"{path.relative_to(ROOT)} {fault}"
        for path in SOURCES
        for fault in forbidden(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not found, "\n".join(found)
