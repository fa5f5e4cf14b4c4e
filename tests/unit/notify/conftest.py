"""Webhooks in memory, new for each test."""

import pytest

from tests.support.webhooking import House


@pytest.fixture
def house() -> House:
    return House()
