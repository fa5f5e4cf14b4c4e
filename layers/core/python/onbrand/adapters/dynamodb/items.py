"""Models as items and back: the dump is ``data``, beside it stands what keys and conditions need."""

from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.table import Absent, Condition, Index, Item, Key, Put, VersionIs
from onbrand.kernel.events import Event

ModelT = TypeVar("ModelT", bound=BaseModel)


def to_item(
    key: Key,
    type_: str,
    model: BaseModel,
    version: int | None = None,
    *,
    gsi1: Key | None = None,
    gsi2: Key | None = None,
    gsi3: Key | None = None,
    expires_at: datetime | None = None,
    **attributes: str | int | bool,
) -> Item:
    """The item of a model. ``expires_at``: when it may go. ``attributes``: for conditions (AttributeIs)."""
    item: Item = {"pk": key.pk, "sk": key.sk, "type": type_, "data": model.model_dump(mode="json")}
    item |= attributes
    if version is not None:
        item["version"] = version
    indexes: dict[Index, Key | None] = {"gsi1": gsi1, "gsi2": gsi2, "gsi3": gsi3}
    for name, index_key in indexes.items():
        if index_key is not None:
            item[f"{name}pk"], item[f"{name}sk"] = index_key
    if expires_at is not None:
        item["expires_at"] = int(expires_at.timestamp())
    return item


def from_item(model: type[ModelT], item: Item) -> ModelT:
    """The model that was stored; nothing is dropped, since models refuse unknown fields."""
    return model.model_validate(item["data"])


def follows(version: int) -> Condition:
    """That the item is of the version before this one; that there is none before the first."""
    return Absent() if version == 1 else VersionIs(version - 1)


def event_item(event: Event) -> Item:
    """The item of an event, in its aggregate's partition; the stream publishes it."""
    key = keys.shape.event(event.organization_id, event.aggregate, event.aggregate_id, event.sequence)
    return to_item(key, "event", event)


def put_event(event: Event) -> Put:
    """The write of an event: its sequence number must be free."""
    return Put(event_item(event), Absent())


def expired(item: dict[str, Any], now: datetime) -> bool:
    """Whether the item is past its time; DynamoDB drops such items only some day later."""
    return "expires_at" in item and int(item["expires_at"]) <= now.timestamp()
