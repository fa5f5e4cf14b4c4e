"""Python values to DynamoDB's wire form and back, and the limits that AWS sets (emulators know not all)."""

from collections.abc import Sequence
from decimal import Context, Decimal, DecimalException, Inexact, Overflow, Rounded, Underflow
from typing import Any

from onbrand.adapters.dynamodb.table import Index, Key, Overwrite, Put, UnstorableError, Write
from onbrand.adapters.dynamodb.units import INDEXES, item_size

MAX_ITEM_BYTES = 400 * 1024
MAX_TRANSACTION_BYTES = 4 * 1024 * 1024
MAX_TRANSACTION_WRITES = 100
MAX_PK_BYTES = 2048
MAX_SK_BYTES = 1024
MAX_DEPTH = 32
_NUMBERS = Context(prec=38, Emin=-128, Emax=126, traps=[Inexact, Overflow, Rounded, Underflow])


def encode_item(item: dict[str, Any]) -> dict[str, Any]:
    """The item in wire form. Raises UnstorableError when it breaks a limit."""
    for prefix in ("", *INDEXES):
        _check_key(item, prefix)
    encoded = {name: encode(value) for name, value in item.items()}
    if item_size(encoded) > MAX_ITEM_BYTES:
        raise UnstorableError("This is more than can be stored in one piece (400 KB).")
    return encoded


def _check_key(item: dict[str, Any], index: str) -> None:
    pk, sk = item.get(f"{index}pk"), item.get(f"{index}sk")
    if index and pk is None and sk is None:
        return
    if not (isinstance(pk, str) and isinstance(sk, str) and pk and sk):
        raise UnstorableError(f"Both halves of a {index or 'table'} key are texts that are not empty.")
    if len(pk.encode()) > MAX_PK_BYTES or len(sk.encode()) > MAX_SK_BYTES:
        raise UnstorableError(f"A {index or 'table'} key is too long.")


def encode(value: Any, depth: int = 0) -> dict[str, Any]:
    """A value in wire form. Raises UnstorableError for what DynamoDB does not hold."""
    if depth > MAX_DEPTH:
        raise UnstorableError("This is nested too deeply to be stored.")
    match value:
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case str():
            return {"S": str(value)}
        case int() | float() | Decimal():
            return {"N": _number(value)}
        case bytes():
            return {"B": value}
        case list() | tuple():
            return {"L": [encode(element, depth + 1) for element in value]}
        case dict():
            return {"M": {str(name): encode(element, depth + 1) for name, element in value.items()}}
    raise UnstorableError(f"A {type(value).__name__} cannot be stored.")


def _number(value: int | float | Decimal) -> str:
    try:
        number = _NUMBERS.create_decimal(repr(value) if isinstance(value, float) else value)
    except DecimalException as error:
        raise UnstorableError("A number is too large, too small or too precise to be stored.") from error
    if not number.is_finite():
        raise UnstorableError("A number must be finite to be stored.")
    return format(number.normalize(_NUMBERS), "f") if abs(number.adjusted()) < 38 else str(number)


def decode_item(encoded: dict[str, Any]) -> dict[str, Any]:
    """The item in Python values: whole numbers as int, others as float where exact, else as Decimal."""
    return {name: decode(value) for name, value in encoded.items()}


def decode(value: dict[str, Any]) -> Any:
    """The Python value of a value in wire form."""
    ((kind, content),) = value.items()
    match kind:
        case "NULL":
            return None
        case "N":
            return _from_number(Decimal(content))
        case "L":
            return [decode(element) for element in content]
        case "M":
            return {name: decode(element) for name, element in content.items()}
    return content


def _from_number(number: Decimal) -> int | float | Decimal:
    if number == number.to_integral_value():
        return int(number)
    approximate = float(number)
    return approximate if Decimal(repr(approximate)) == number else number


def encode_writes(writes: Sequence[Write], write_id: str) -> list[dict[str, Any] | None]:
    """The items of the puts in wire form, marked with ``write_id`` (None for other writes).

    Raises UnstorableError when the transaction breaks a limit: 1 to 100 writes, 4 MB, each item once.
    """
    if not 1 <= len(writes) <= MAX_TRANSACTION_WRITES:
        raise UnstorableError(f"One step writes 1 to {MAX_TRANSACTION_WRITES} items, not {len(writes)}.")
    keys: set[Key] = {write.key for write in writes}
    if len(keys) < len(writes):
        raise UnstorableError("One step may not write the same item twice.")
    if any(isinstance(write.condition, Overwrite) for write in writes if not isinstance(write, Put)):
        raise UnstorableError("Only a put may go without a condition.")
    encoded = [
        encode_item({**write.item, "write_id": write_id}) if isinstance(write, Put) else None
        for write in writes
    ]
    if sum(item_size(item) for item in encoded if item) > MAX_TRANSACTION_BYTES:
        raise UnstorableError("One step may not write more than 4 MB.")
    return encoded


def range_of(
    limit: int, sk_prefix: str | None, sk_from: str | None, sk_to: str | None
) -> tuple[str | None, str | None]:
    """The bounds of a query. Raises ValueError for a limit below 1, and for a prefix together with bounds."""
    if limit < 1:
        raise ValueError("a query needs a limit of at least 1")
    if sk_prefix is not None and (sk_from is not None or sk_to is not None):
        raise ValueError("a query takes a prefix or bounds, not both")
    return sk_from, sk_to


def position_of(item: dict[str, Any], index: Index | None) -> dict[str, Any]:
    """The position of an item in a query: what the next page starts after."""
    return {name: item[name] for name in dict.fromkeys(("pk", "sk", f"{index or ''}pk", f"{index or ''}sk"))}
