"""Keys parse back to what they were made of, sort as they should, and hold no text of a person."""

import inspect
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ulid import ULID

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.table import Key

# One draw each instead of one for each letter.
IDS = st.binary(min_size=16, max_size=16).map(lambda data: str(ULID(data)))
SUBJECTS = st.uuids().map(str)
WORDS = st.from_regex(r"[a-z][a-z0-9_-]{0,20}", fullmatch=True)
NUMBERS = st.integers(0, 99_999_999)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
BY_NAME: dict[str, st.SearchStrategy[object]] = {
    "organization_id": IDS,
    "user_id": SUBJECTS,
    "approver_id": SUBJECTS,
    "number": NUMBERS,
    "version": NUMBERS,
    "sequence": NUMBERS,
    "priority": st.integers(0, keys.shape.HIGHEST_PRIORITY),
    "at": MOMENTS,
    "created_at": MOMENTS,
    "due_at": MOMENTS,
    "day": st.dates(date(2020, 1, 1), date(2099, 1, 1)),
    "window": st.dates(date(2020, 1, 1), date(2099, 1, 1)),
    "aggregate": st.sampled_from(sorted(keys.shape.AGGREGATES)),
    "provider": WORDS,
    "placement": WORDS,
    "status": WORDS,
    "principal": SUBJECTS,
    "operation": WORDS,
    "slug": WORDS,
    "kind": st.sampled_from(["logo", "image"]),
    "dimension": st.sampled_from(["brand", "template", "author"]),
    "name": WORDS,
    "period": WORDS,
    "bucket": WORDS,
    "consumer": WORDS,
    "key": st.text(),
    "address": st.emails(),
    "identifier": IDS,
    "call_id": st.builds("{}.{}.{}".format, IDS, WORDS, st.integers(1, 9)),
}
MAKERS = {
    f"{room}.{name}": maker
    for room in keys.__all__
    for name, maker in inspect.getmembers(getattr(keys, room), inspect.isfunction)
    if maker.__module__ == f"{keys.__name__}.{room}" and inspect.signature(maker).return_annotation is Key
}
HASHED = {"address", "key", "operation"}
OF_NO_TENANT = {
    "identity.email_claim",
    "identity.email_invitation",
    "identity.organization_listing",
    "identity.slug_claim",
    "identity.user",
    "identity.user_memberships",
    "metering.count",
    "metering.provider_rate",
    "metering.reconciliation",
    "reports.plan_due",
    "shape.due",
    "webhooks.webhook_due",
}


def strategy(name: str) -> st.SearchStrategy[object]:
    return BY_NAME.get(name, IDS)


@pytest.mark.parametrize("name", sorted(MAKERS))
@settings(max_examples=12, deadline=None, derandomize=True)
@given(data=st.data())
def test_different_arguments_make_different_keys(name: str, data: st.DataObject) -> None:
    maker = MAKERS[name]
    parameters = list(inspect.signature(maker).parameters)
    one = {p: data.draw(strategy(p)) for p in parameters}
    other = {p: data.draw(strategy(p)) for p in parameters}
    same = all(
        str(one[p]).strip().lower() == str(other[p]).strip().lower() if p == "address" else one[p] == other[p]
        for p in parameters
    )
    assert (maker(**one) == maker(**other)) == same


@pytest.mark.parametrize("name", sorted(MAKERS))
@settings(max_examples=12, deadline=None, derandomize=True)
@given(data=st.data())
def test_every_argument_can_be_read_back_from_the_key(name: str, data: st.DataObject) -> None:
    maker = MAKERS[name]
    arguments = {p: data.draw(strategy(p)) for p in inspect.signature(maker).parameters}
    parts = re.split("#", "#".join(maker(**arguments)))
    for parameter, value in arguments.items():
        if parameter in HASHED:
            continue
        written = {
            keys.shape.ordinal(value) if isinstance(value, int) else str(value),
            keys.shape.AGGREGATES.get(str(value), ""),
            f"{keys.shape.HIGHEST_PRIORITY - value:02d}" if isinstance(value, int) and value < 100 else "",
            keys.shape.moment(value) if isinstance(value, datetime) else "",
        }
        assert written & set(parts), (parameter, value, parts)


@given(st.text(), SUBJECTS, IDS)
def test_a_persons_text_shows_only_as_a_hash(text: str, user: str, organization: str) -> None:
    made = keys.shape.idempotency(organization, user, "submit", text)
    assert re.fullmatch(r"IDEM#[a-z0-9-]+#[0-9a-f]{64}", made.sk)
    assert re.fullmatch(r"EMAIL#[0-9a-f]{64}", keys.identity.email_claim(text).pk)


def test_every_tenants_partition_starts_with_the_tenant() -> None:
    organization = "01HORG00000000000000000000"
    for name in MAKERS.keys() - OF_NO_TENANT:
        parameters = inspect.signature(MAKERS[name]).parameters
        assert next(iter(parameters)) == "organization_id", name
        arguments = {p: _sample(p) for p in parameters}
        made = MAKERS[name](**{**arguments, "organization_id": organization})
        assert made.pk == f"ORG#{organization}" or made.pk.startswith(f"ORG#{organization}#"), name


def _sample(name: str) -> object:
    moment = datetime(2026, 1, 5, tzinfo=UTC)
    typed: dict[str, object] = {"at": moment, "created_at": moment, "due_at": moment}
    typed |= {"day": moment.date(), "window": moment.date()}
    return typed.get(name, 1 if name in {"number", "version", "sequence", "priority"} else "brand")


def test_no_two_makers_make_the_same_key() -> None:
    made: dict[Key, str] = {}
    for name, maker in MAKERS.items():
        key = maker(**{parameter: _sample(parameter) for parameter in inspect.signature(maker).parameters})
        assert key not in made, (name, made[key])
        made[key] = name


@given(NUMBERS, NUMBERS)
def test_ordinals_sort_as_numbers(one: int, other: int) -> None:
    assert (keys.shape.ordinal(one) < keys.shape.ordinal(other)) == (one < other)
    assert int(keys.shape.ordinal(one)) == one


def test_ordinals_beyond_eight_digits_are_refused() -> None:
    for number in (-1, 100_000_000):
        with pytest.raises(ValueError, match="eight digits"):
            keys.shape.ordinal(number)


@given(MOMENTS, MOMENTS)
def test_moments_sort_as_time(one: datetime, other: datetime) -> None:
    assert (keys.shape.moment(one) < keys.shape.moment(other)) == (one < other)


@given(st.tuples(st.integers(0, 99), MOMENTS), st.tuples(st.integers(0, 99), MOMENTS), IDS)
def test_the_queue_puts_high_priority_first_then_the_oldest(
    one: tuple[int, datetime], other: tuple[int, datetime], request_id: str
) -> None:
    first = keys.content.status_queue("o", "submitted", *one, request_id)
    second = keys.content.status_queue("o", "submitted", *other, request_id)
    assert (first.sk < second.sk) == ((-one[0], one[1]) < (-other[0], other[1]))


@given(MOMENTS, IDS)
def test_what_is_due_at_a_moment_is_within_its_bound(at: datetime, identifier: str) -> None:
    made = keys.shape.due(identifier, at)
    assert made.pk in keys.shape.due_shards()
    assert made.sk <= keys.shape.due_until(at)
    assert keys.shape.due(identifier, at + timedelta(microseconds=1)).sk > keys.shape.due_until(at)


def test_organizations_spread_over_all_shards() -> None:
    made = {keys.identity.organization_listing(f"{number:026d}").pk for number in range(400)}
    assert made == set(keys.identity.organization_shards())


def test_a_range_of_days_holds_its_ends() -> None:
    day = date(2026, 3, 1)
    sk = keys.metering.usage_summary("o", day, "freepik").sk
    usage = keys.metering.USAGE
    assert keys.metering.day_from(usage, day) <= sk <= keys.metering.day_to(usage, day)
    assert keys.metering.usage_summary("o", date(2026, 3, 2), "a").sk > keys.metering.day_to(usage, day)
