from datetime import UTC, datetime

import pytest

from infra.local.cron import BadExpressionError, next_due

START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("expression", "zone", "after", "due"),
    [
        ("cron(15 1 * * ? *)", "UTC", "2026-03-01T01:14:59", "2026-03-01T01:15:00"),
        ("cron(15 1 * * ? *)", "UTC", "2026-03-01T01:15:00", "2026-03-02T01:15:00"),
        ("cron(0/10 * * * ? *)", "UTC", "2026-03-01T01:01:00", "2026-03-01T01:10:00"),
        ("cron(0 8 1 * ? *)", "UTC", "2026-12-15T00:00:00", "2027-01-01T08:00:00"),
        ("cron(0 8 ? * MON-FRI *)", "UTC", "2026-03-06T09:00:00", "2026-03-09T08:00:00"),
        ("cron(0 8 ? * 1 *)", "UTC", "2026-03-02T00:00:00", "2026-03-08T08:00:00"),
        ("cron(0 8 ? * 2#1 *)", "UTC", "2026-03-03T00:00:00", "2026-04-06T08:00:00"),
        ("cron(0 8 ? * 6L *)", "UTC", "2026-03-01T00:00:00", "2026-03-27T08:00:00"),
        ("cron(0 8 L * ? *)", "UTC", "2026-02-01T00:00:00", "2026-02-28T08:00:00"),
        ("cron(0 8 15W * ? *)", "UTC", "2026-03-01T00:00:00", "2026-03-16T08:00:00"),
        ("cron(0 8 1W 8 ? *)", "UTC", "2026-03-01T00:00:00", "2026-08-03T08:00:00"),
        ("cron(0 8 * FEB ? 2028)", "UTC", "2026-03-01T00:00:00", "2028-02-01T08:00:00"),
        ("cron(0 8 * * ? *)", "Europe/Berlin", "2026-03-28T12:00:00", "2026-03-29T06:00:00"),
        ("cron(0 8 * * ? *)", "America/New_York", "2026-01-10T12:00:00", "2026-01-10T13:00:00"),
        ("rate(5 minutes)", "UTC", "2026-01-01T00:05:00", "2026-01-01T00:10:00"),
        ("rate(1 day)", "UTC", "2026-01-03T12:00:00", "2026-01-04T00:00:00"),
        ("at(2026-05-01T10:00:00)", "Europe/Berlin", "2026-01-01T00:00:00", "2026-05-01T08:00:00"),
    ],
)
def test_the_next_time_is_the_one_aws_documents(expression, zone, after, due):
    moment = datetime.fromisoformat(after).replace(tzinfo=UTC)
    assert next_due(expression, zone, moment, START) == datetime.fromisoformat(due).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "expression", ["at(2025-01-01T00:00:00)", "cron(0 8 30 2 ? *)", "cron(0 8 * * ? 2020)"]
)
def test_what_is_over_or_never_comes_is_none(expression):
    assert next_due(expression, "UTC", START, START) is None


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "cron(15 1 * * *)",
        "cron(15 1 * * * *)",
        "cron(15 1 ? * ? *)",
        "cron(60 1 * * ? *)",
        "cron(x 1 * * ? *)",
        "rate(0 minutes)",
        "rate(5 weeks)",
        "every day",
    ],
)
def test_a_bad_expression_is_refused(expression):
    with pytest.raises(BadExpressionError):
        next_due(expression, "UTC", START, START)
