"""Every entity of identity and brand comes back from the table as it was: no field is lost."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from onbrand.adapters.dynamodb.items import event_item, expired, from_item, to_item
from onbrand.adapters.dynamodb.table import Key, Overwrite, Put
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.table import MemoryTable
from onbrand.brand import BrandAsset, BrandProfile, Template
from onbrand.identity import Invitation, Membership, Organization, User
from onbrand.kernel.events import Event

KEY = Key("ORG#o", "THING")
WORDS = st.from_regex(r"[a-z][a-z0-9]{0,10}", fullmatch=True)
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=20)
IDS = st.from_regex(r"[0-9A-HJKMNP-TV-Z]{26}", fullmatch=True)
FRACTIONS = st.floats(0.001, 1)
COLOURS = st.from_regex(r"#[0-9A-F]{6}", fullmatch=True)
DESIGNS = st.fixed_dictionaries(
    {
        "name": TEXTS,
        "palette": st.builds(
            lambda extra: [
                {"name": "ink", "hex": "#000000", "role": "text"},
                {"name": "paper", "hex": "#FFFFFF", "role": "background"},
                {"name": "extra", "hex": extra, "role": "accent"},
            ],
            COLOURS,
        ),
        "typography": st.builds(
            lambda size: {
                "heading": {"family": "Inter", "weights": [700]},
                "body": {"family": "Inter", "weights": [400, 600]},
                "minimum_size": size,
            },
            FRACTIONS,
        ),
        "layout": st.fixed_dictionaries({"margin": FRACTIONS, "maximum_text_cover": FRACTIONS}),
        "compliance": st.fixed_dictionaries(
            {"threshold": FRACTIONS, "must_pass": st.lists(WORDS, max_size=2)}
        ),
    }
)
CARDS = st.builds(
    lambda name, size, colour: {
        "name": name,
        "layers": [
            {"type": "colour", "id": "ground", "colour": colour},
            {"type": "text", "id": "t", "slot": "t", "colour": "ink", "max_size": max(size, 0.03)},
            {"type": "logo", "id": "logo", "size": size},
        ],
        "families": {"story": {"padding": size, "layers": {"logo": {"size": size}}}},
    },
    TEXTS,
    FRACTIONS,
    COLOURS,
)
ENTITIES: list[type[BaseModel]] = [
    User, Organization, Membership, Invitation, BrandProfile, Template, BrandAsset, Event,
]  # fmt: skip


def strategy(model: type[BaseModel]) -> st.SearchStrategy[Any]:
    by_field: dict[str, st.SearchStrategy[Any]] = {
        "email": st.builds("{}@northbeam.example".format, WORDS),
        "slug": st.from_regex(r"[a-z]{3,9}", fullmatch=True),
        "time_zone": st.sampled_from(["UTC", "Europe/Berlin"]),
        "name": TEXTS,
        "design": CARDS if model is Template else DESIGNS,
        "payload": st.dictionaries(WORDS, st.integers() | st.text(max_size=5) | st.none(), max_size=3),
    }
    fields = {
        name: by_field[name] if name in by_field else from_annotation(field.annotation)
        for name, field in model.model_fields.items()
    }
    return st.fixed_dictionaries(fields).map(model.model_validate)


def from_annotation(annotation: Any) -> st.SearchStrategy[Any]:
    if annotation is str:
        return WORDS
    if annotation is int or annotation == int | None:
        return st.integers(1, 10**9)
    if annotation == str | None:
        return st.none() | IDS
    if "datetime" in str(annotation):
        return st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat)
    return st.from_type(annotation)


@pytest.mark.parametrize("model", ENTITIES)
@settings(max_examples=20, deadline=None, derandomize=True)
@given(data=st.data())
def test_an_entity_comes_back_as_it_was(model: type[BaseModel], data: st.DataObject) -> None:
    entity = data.draw(strategy(model))
    table = MemoryTable()
    table.write(Put(to_item(KEY, "thing", entity), Overwrite()))
    stored = table.get(KEY)
    assert stored is not None
    assert from_item(model, stored) == entity
    assert set(stored["data"]) == set(model.model_fields)


def test_a_field_that_the_model_does_not_know_is_an_error() -> None:
    membership = Membership(
        id="m",
        organization_id="o",
        user_id="u",
        role="viewer",
        joined_at=FrozenClock().now(),  # type: ignore[arg-type]
    )
    item = to_item(KEY, "membership", membership, 1)
    item["data"]["nickname"] = "bee"
    with pytest.raises(ValidationError):
        from_item(Membership, item)


def test_an_item_carries_what_keys_and_conditions_need() -> None:
    clock = FrozenClock()
    user = User(id="u", email="a@b.example", name="Ann", created_at=clock.now())
    item = to_item(KEY, "user", user, 3, gsi2=Key("Q", "1"), expires_at=clock.now(), status="open")
    assert {name: item[name] for name in ("pk", "sk", "type", "version", "status", "gsi2pk", "gsi2sk")} == {
        "pk": "ORG#o",
        "sk": "THING",
        "type": "user",
        "version": 3,
        "status": "open",
        "gsi2pk": "Q",
        "gsi2sk": "1",
    }
    assert expired(item, clock.now())
    item["expires_at"] += 1
    assert not expired(item, clock.now())
    assert not expired({}, clock.now())


def test_an_event_lies_with_its_aggregate() -> None:
    event = Event(
        id="e",
        type="RequestSubmitted",
        organization_id="o",
        aggregate="request",
        aggregate_id="r",
        sequence=7,
        occurred_at=FrozenClock().now(),
        actor="u",
    )
    item = event_item(event)
    assert (item["pk"], item["sk"], item["type"]) == ("ORG#o#REQ#r", "EVENT#00000007", "event")
